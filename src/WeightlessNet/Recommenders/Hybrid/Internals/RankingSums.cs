using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>The sums over all users that the versions of a ranking are made of.</summary>
/// <remarks>Not thread-safe; the owner locks.</remarks>
internal sealed class RankingSums : ICrowdSums<RankingVersion>
{
    private const int BlockSize = LogOddsNetwork.BlockSize;

    private readonly ChangedBlocks _changed = new();

    // The arrays may have spare room.
    private int _itemCount;
    private long[] _units;
    private int[] _ratings;
    private int[] _likes;
    private long _totalUnits;
    private int _ratingCount;
    private int _users;

    public RankingSums(int itemCount)
    {
        _itemCount = itemCount;
        _units = new long[itemCount];
        _ratings = new int[itemCount];
        _likes = new int[itemCount];
    }

    public RankingTotals Totals => new(_totalUnits, _ratingCount, _users);

    private int BlockCount => (_itemCount + BlockSize - 1) / BlockSize;

    /// <summary>How often each item is rated.</summary>
    public int[] RatingsByItem() => [.. _ratings.AsSpan(0, _itemCount)];

    /// <summary>Adds items without ratings, up to a number.</summary>
    public void GrowTo(int itemCount)
    {
        if (itemCount > _units.Length)
        {
            int room = (int)Math.Min(Math.Max(itemCount, 2L * _units.Length), Array.MaxLength);
            Array.Resize(ref _units, room);
            Array.Resize(ref _ratings, room);
            Array.Resize(ref _likes, room);
        }

        for (; _itemCount < itemCount; _itemCount++)
        {
            _changed.Add(_itemCount / BlockSize);
        }
    }

    public void Apply(in CrowdChange change)
    {
        if (change.Item == CrowdChange.NoItem)
        {
            _users += change.Sign;
            return;
        }

        int units = change.Sign * change.Units;
        _units[change.Item] += units;
        _totalUnits += units;
        _ratings[change.Item] += change.Sign;
        _ratingCount += change.Sign;
        _likes[change.Item] += change.IsLike ? change.Sign : 0;
        _changed.Add(change.Item / BlockSize);
    }

    public RankingVersion Make(RankingVersion before, long number) => Make(before, number, before.Items);

    /// <summary>A version of the present sums, for as many items as they have.</summary>
    public RankingVersion Make(RankingVersion before, long number, RankingItems items)
    {
        RankingBlock[] blocks = new RankingBlock[BlockCount];
        before.CopyBlocks(blocks);
        foreach (int block in _changed.Take())
        {
            blocks[block] = BlockOf(block);
        }

        return before.With(number, items, blocks, Totals);
    }

    /// <summary>All blocks as they are now.</summary>
    public RankingBlock[] MakeBlocks()
    {
        _changed.Take();
        return [.. Enumerable.Range(0, BlockCount).Select(BlockOf)];
    }

    /// <summary>Replaces all sums by those of <paramref name="other"/>, which is not used afterwards.</summary>
    public void Replace(RankingSums other)
    {
        (_itemCount, _units, _ratings, _likes) = (other._itemCount, other._units, other._ratings, other._likes);
        (_totalUnits, _ratingCount, _users) = (other._totalUnits, other._ratingCount, other._users);
        _changed.Take();
    }

    private RankingBlock BlockOf(int block)
    {
        int start = block * BlockSize;
        int length = Math.Min(BlockSize, _itemCount - start);
        return new RankingBlock(_units.AsSpan(start, length), _ratings.AsSpan(start, length), _likes.AsSpan(start, length));
    }
}
