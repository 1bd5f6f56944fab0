using WeightlessNet.Recommenders.Crowd.Internals;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>
/// One version of the catalog as all users see it: the items' addresses, and the crowd's statistics of every item.
/// </summary>
/// <remarks>Immutable and thread-safe. Versions share the blocks of items that did not change.</remarks>
internal sealed class CatalogVersion
{
    private const int BlockSize = ItemAddresses.BlockSize;

    private readonly CatalogBlock[] _blocks;

    private CatalogVersion(ItemAddresses addresses, CrowdCuts cuts, CatalogBlock[] blocks)
    {
        Addresses = addresses;
        Cuts = cuts;
        _blocks = blocks;
    }

    public ItemAddresses Addresses { get; }

    /// <summary>What the items' statistics are compared with.</summary>
    public CrowdCuts Cuts { get; }

    /// <summary>The number of items, removed ones too.</summary>
    public int ItemCount => Addresses.ItemCount;

    /// <summary>The number of blocks; the last one may be partly filled.</summary>
    public int BlockCount => _blocks.Length;

    /// <summary>A version with the present statistics. No item is removed.</summary>
    public static CatalogVersion Of(CrowdStatistics crowd, ItemAddresses addresses)
    {
        CatalogVersion empty = new(addresses, crowd.Cuts, []);
        return empty.With(crowd, addresses, [.. Enumerable.Range(0, (addresses.ItemCount + BlockSize - 1) / BlockSize)]);
    }

    /// <summary>A version with the present statistics, some of whose blocks have changed.</summary>
    public CatalogVersion With(CrowdStatistics crowd, ItemAddresses addresses, ReadOnlySpan<int> changedBlocks)
    {
        CatalogBlock[] blocks = new CatalogBlock[(addresses.ItemCount + BlockSize - 1) / BlockSize];
        _blocks.CopyTo(blocks, 0);
        foreach (int block in changedBlocks)
        {
            blocks[block] = Made(crowd, block, blocks[block]?.Removed ?? 0, blocks[block]);
        }

        // The blocks that did not change keep their layouts while the cuts are the same object.
        CrowdCuts cuts = crowd.Cuts;
        return new CatalogVersion(addresses, Cuts.Are(cuts) ? Cuts : cuts, blocks);
    }

    /// <summary>A version in which an item may be recommended, or may not.</summary>
    public CatalogVersion WithRemoved(CrowdStatistics crowd, int item, bool isRemoved)
    {
        CatalogBlock[] blocks = [.. _blocks];
        CatalogBlock before = blocks[item / BlockSize];
        ulong bit = 1UL << item;
        blocks[item / BlockSize] = Made(crowd, item / BlockSize, isRemoved ? before.Removed | bit : before.Removed & ~bit, before);
        return new CatalogVersion(Addresses, crowd.Cuts, blocks);
    }

    /// <summary>A block, laid out for ranking.</summary>
    public BlockLayout LayoutOf(int block) => _blocks[block].LayoutOf(Addresses, Cuts, block);

    /// <summary>The items of a block that may be recommended: bit i is the block's item i.</summary>
    public ulong ItemsOf(int block) => _blocks[block].Items;

    /// <summary>Whether an item of the catalog may be recommended.</summary>
    public bool Has(int item) => ((ItemsOf(item / BlockSize) >> (item % BlockSize)) & 1) != 0;

    /// <summary>The statistics of an item. An item that is not in the catalog has those of an item without ratings.</summary>
    public ItemStatistics StatisticsOf(int item) => (uint)item < (uint)ItemCount
        ? _blocks[item / BlockSize].StatisticsAt(item % BlockSize, Cuts)
        : Cuts.Of(0, 0);

    /// <inheritdoc cref="CrowdCuts.Without"/>
    public ItemStatistics StatisticsWithout(int item, int ownUnits) =>
        _blocks[item / BlockSize].StatisticsWithout(item % BlockSize, ownUnits, Cuts);

    /// <summary>The number of ratings of an item of the catalog.</summary>
    public int CountOf(int item) => _blocks[item / BlockSize].CountAt(item % BlockSize);

    /// <summary>The sum of the ratings of an item of the catalog, in units.</summary>
    public long SumOf(int item) => _blocks[item / BlockSize].SumAt(item % BlockSize);

    /// <summary>An item's rarity; that of an item without ratings if it is unknown.</summary>
    public int RarityOf(int item) =>
        RatingWeights.RarityOf((uint)item < (uint)ItemCount ? _blocks[item / BlockSize].CountAt(item % BlockSize) : 0);

    private static CatalogBlock Made(CrowdStatistics crowd, int block, ulong removed, CatalogBlock? before)
    {
        int first = block * BlockSize;
        int count = Math.Min(BlockSize, crowd.ItemCount - first);
        return new CatalogBlock(crowd.Counts.Slice(first, count), crowd.Sums.Slice(first, count), removed, before);
    }
}
