using System.Buffers;

namespace WeightlessNet.Recommenders.Ratings.Internals;

/// <summary>
/// The items that are not to be recommended to a user: those that the user has rated, where they are left out, and those that the caller
/// excludes.
/// </summary>
/// <remarks>Dispose of it: its memory is rented, and cleared before it is given back.</remarks>
internal readonly ref struct UnavailableItems
{
    private readonly int _itemCount;
    private readonly ulong[] _rented;

    public UnavailableItems(int itemCount, UserRatings rated, ReadOnlySpan<int> excluded)
    {
        _itemCount = itemCount;
        int words = (itemCount + 63) / 64;
        _rented = ArrayPool<ulong>.Shared.Rent(words);
        _rented.AsSpan(0, words).Clear();
        for (int i = 0; i < rated.Length; i++)
        {
            int item = rated.ItemAt(i);
            _rented[item >> 6] |= 1UL << item;
        }

        foreach (int item in excluded)
        {
            if ((uint)item < (uint)itemCount)
            {
                _rented[item >> 6] |= 1UL << item;
            }
        }
    }

    public UnavailableItems(int itemCount, UserRatings rated, scoped in RecommendationFilter filter)
        : this(itemCount, filter.RanksRated ? default : rated, filter.Excluded)
    {
    }

    public bool Contains(int item) => (_rented[item >> 6] & (1UL << item)) != 0;

    /// <summary>The unavailable items of a block of 64 consecutive items: bit i is item i of the block.</summary>
    public ulong InBlock(int block) => _rented[block];

    /// <summary>Makes an item of the catalog unavailable.</summary>
    public void Add(int item) => _rented[item >> 6] |= 1UL << item;

    /// <summary>Offers all other items of the catalog in the order of their ids, all with one score.</summary>
    public void OfferRest(double score, ref TopItems best)
    {
        for (int item = 0; item < _itemCount && best.Accepts(score); item++)
        {
            if (!Contains(item))
            {
                best.Offer(item, score);
            }
        }
    }

    public void Dispose() => ArrayPool<ulong>.Shared.Return(_rented, clearArray: true);
}
