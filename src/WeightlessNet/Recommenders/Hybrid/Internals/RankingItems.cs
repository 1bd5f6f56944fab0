using WeightlessNet.Bits;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>The items of one version of a ranking: their addresses at each network, and which of them may be recommended.</summary>
/// <remarks>Immutable and thread-safe. Versions share the blocks of items that did not change.</remarks>
internal sealed class RankingItems
{
    private const int BlockSize = LogOddsNetwork.BlockSize;

    // The greatest number of addresses of all items in all groups; each takes 2 bytes.
    private const long MostAddresses = 1L << 32;

    // Of each block, bit i is the block's item i.
    private readonly ulong[] _removed;

    private RankingItems(int count, LogOddsAddresses[] addresses, ulong[] removed)
    {
        Count = count;
        Addresses = addresses;
        _removed = removed;
    }

    /// <summary>The number of items, removed ones too.</summary>
    public int Count { get; }

    /// <summary>The addresses of the items at each network. Versions with the same bits of all items have the same array.</summary>
    public LogOddsAddresses[] Addresses { get; }

    /// <summary>Whether there is room for the addresses of one more item.</summary>
    public bool HasRoom =>
        Array.TrueForAll(Addresses, addresses => addresses.HasRoom)
        && (Count + 1L) * Addresses.Sum(addresses => (long)addresses.NodeCount) <= MostAddresses;

    /// <summary>The items of a catalog at one network for each group. No item is removed.</summary>
    /// <exception cref="ArgumentException">There are too many addresses.</exception>
    public static RankingItems Of(RankingFields fields, ItemCatalog catalog, RankingWeights weights, WeightlessRankingOptions options)
    {
        long nodes = weights.Groups.Sum(weighted => (long)weighted.Group.NodesIn(fields, options.TupleSize));
        if (catalog.Count * nodes > MostAddresses)
        {
            throw new ArgumentException(
                $"There is no room for {nodes} addresses of each of {catalog.Count} items. Use fewer nodes.", nameof(weights));
        }

        return new RankingItems(
            catalog.Count,
            [.. weights.Groups.Select(weighted => weighted.Group.AddressesIn(fields, catalog, options.TupleSize, options.Seed))],
            new ulong[BlocksOf(catalog.Count)]);
    }

    /// <summary>The items of a block that may be recommended: bit i is the block's item i.</summary>
    public ulong InBlock(int block) => (ulong.MaxValue >> Math.Max(0, ((block + 1) * BlockSize) - Count)) & ~_removed[block];

    /// <summary>Whether an item may be recommended.</summary>
    public bool Has(int item) => ((InBlock(item / BlockSize) >> (item % BlockSize)) & 1) != 0;

    /// <summary>The removed items, ascending.</summary>
    public int[] Removed() => [.. Enumerable.Range(0, Count).Where(item => !Has(item))];

    /// <summary>A version in which an item has other bits and may be recommended, or one with one more item.</summary>
    /// <param name="fields">The fields that the networks look at.</param>
    /// <param name="item">The item; <see cref="Count"/> to add one, for which there must be room.</param>
    /// <param name="own">The item's own bits.</param>
    public RankingItems With(RankingFields fields, int item, ReadOnlySpan<ulong> own)
    {
        ulong[] pattern = new ulong[BitSlice.WordCount(fields.BitCount)];
        fields.WritePattern(item, own, pattern);
        int count = Math.Max(Count, item + 1);
        ulong[] removed = new ulong[BlocksOf(count)];
        _removed.CopyTo(removed, 0);
        removed[item / BlockSize] &= ~(1UL << item);
        return new RankingItems(count, [.. Addresses.Select(addresses => addresses.With(item, pattern))], removed);
    }

    /// <summary>A version in which an item may not be recommended.</summary>
    public RankingItems Without(int item)
    {
        ulong[] removed = [.. _removed];
        removed[item / BlockSize] |= 1UL << item;
        return new RankingItems(Count, Addresses, removed);
    }

    /// <summary>A version in which those items may be recommended that may be in another version with as many items.</summary>
    public RankingItems WithRemovedOf(RankingItems other) => new(Count, Addresses, other._removed);

    private static int BlocksOf(int count) => (count + BlockSize - 1) / BlockSize;
}
