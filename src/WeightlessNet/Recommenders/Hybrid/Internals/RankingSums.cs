using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>The sums over all users that the versions of a ranking are made of.</summary>
/// <remarks>Not thread-safe; the owner locks.</remarks>
internal sealed class RankingSums(int itemCount) : ICrowdSums<RankingVersion>
{
    private const int BlockSize = LogOddsNetwork.BlockSize;

    private readonly long[] _units = new long[itemCount];
    private readonly int[] _ratings = new int[itemCount];
    private readonly int[] _likes = new int[itemCount];
    private readonly ChangedBlocks _changed = new();
    private long _totalUnits;
    private int _ratingCount;
    private int _users;

    public RankingTotals Totals => new(_totalUnits, _ratingCount, _users);

    /// <summary>How often each item is rated.</summary>
    public int[] RatingsByItem() => [.. _ratings];

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

    public RankingVersion Make(RankingVersion before, long number)
    {
        RankingBlock[] blocks = before.CopyBlocks();
        foreach (int block in _changed.Take())
        {
            blocks[block] = BlockOf(block);
        }

        return before.With(number, blocks, Totals);
    }

    /// <summary>All blocks as they are now.</summary>
    public RankingBlock[] MakeBlocks()
    {
        _changed.Take();
        return [.. Enumerable.Range(0, (itemCount + BlockSize - 1) / BlockSize).Select(BlockOf)];
    }

    /// <summary>Replaces all sums by those of <paramref name="other"/>.</summary>
    public void Replace(RankingSums other)
    {
        other._units.CopyTo(_units, 0);
        other._ratings.CopyTo(_ratings, 0);
        other._likes.CopyTo(_likes, 0);
        (_totalUnits, _ratingCount, _users) = (other._totalUnits, other._ratingCount, other._users);
        _changed.Take();
    }

    private RankingBlock BlockOf(int block)
    {
        int start = block * BlockSize;
        int length = Math.Min(BlockSize, itemCount - start);
        return new RankingBlock(_units.AsSpan(start, length), _ratings.AsSpan(start, length), _likes.AsSpan(start, length));
    }
}
