using System.Buffers;

namespace WeightlessNet.Recommenders.Ratings.Internals;

/// <summary>
/// The items that are not to be recommended to a user: those that the user has rated and those that the caller leaves out.
/// </summary>
/// <remarks>Its memory is rented, and given back without a trace of the user; dispose of it.</remarks>
internal readonly ref struct UnavailableItems
{
    private readonly ulong[] _rented;

    public UnavailableItems(int itemCount, UserRatings rated, ReadOnlySpan<int> excluded)
    {
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

    public bool Contains(int item) => (_rented[item >> 6] & (1UL << item)) != 0;

    /// <summary>Of 64 items in a row, those that are not to be recommended: bit i is item i of the block.</summary>
    public ulong InBlock(int block) => _rented[block];

    /// <summary>Adds an item of the catalog.</summary>
    public void Add(int item) => _rented[item >> 6] |= 1UL << item;

    /// <summary>Writes the other items in the order of their ids, all with one score, and returns how many were written.</summary>
    public int WriteRest(int itemCount, double score, Span<ScoredItem> destination)
    {
        int written = 0;
        for (int item = 0; item < itemCount && written < destination.Length; item++)
        {
            if (!Contains(item))
            {
                destination[written++] = new ScoredItem(item, score);
            }
        }

        return written;
    }

    public void Dispose() => ArrayPool<ulong>.Shared.Return(_rented, clearArray: true);
}
