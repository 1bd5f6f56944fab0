using WeightlessNet.Recommenders.Crowd.Internals;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>
/// One version of a block of 64 items: the number and the sum of each item's ratings, and which items may be recommended.
/// </summary>
/// <remarks>
/// Immutable and thread-safe. The layout for ranking is made when it is first needed; two threads may both make it, with the same result.
/// </remarks>
internal sealed class CatalogBlock
{
    private readonly int[] _counts;
    private readonly long[] _sums;
    private volatile BlockLayout? _layout;
    private volatile BlockLayout? _earlier;

    /// <param name="counts">How many ratings each item of the block has; the last block may have fewer than 64 items.</param>
    /// <param name="sums">The sum of each item's ratings.</param>
    /// <param name="removed">The items that are not to be recommended: bit i is the block's item i.</param>
    /// <param name="before">The block's version before, or null.</param>
    public CatalogBlock(ReadOnlySpan<int> counts, ReadOnlySpan<long> sums, ulong removed, CatalogBlock? before)
    {
        _counts = counts.ToArray();
        _sums = sums.ToArray();
        Removed = removed;
        Items = (counts.Length == ItemAddresses.BlockSize ? ulong.MaxValue : (1UL << counts.Length) - 1) & ~removed;
        _earlier = before?._layout ?? before?._earlier;
    }

    /// <summary>The items that are not to be recommended: bit i is the block's item i.</summary>
    public ulong Removed { get; }

    /// <summary>The items that may be recommended: bit i is the block's item i.</summary>
    public ulong Items { get; }

    /// <summary>How many ratings an item of the block has.</summary>
    public int CountAt(int index) => _counts[index];

    /// <summary>The sum of the ratings of an item of the block, in units.</summary>
    public long SumAt(int index) => _sums[index];

    /// <summary>The statistics of an item of the block.</summary>
    public ItemStatistics StatisticsAt(int index, CrowdCuts cuts) => cuts.Of(_counts[index], _sums[index]);

    /// <summary>The statistics of an item of the block without one rating.</summary>
    public ItemStatistics StatisticsWithout(int index, int ownUnits, CrowdCuts cuts) =>
        cuts.Without(_counts[index], _sums[index], ownUnits);

    /// <summary>The block as it is laid out for ranking.</summary>
    public BlockLayout LayoutOf(ItemAddresses addresses, CrowdCuts cuts, int block)
    {
        BlockLayout? layout = _layout;
        if (layout is null || layout.Cuts != cuts || layout.Rows != addresses.RowsOf(block))
        {
            layout = new BlockLayout(addresses, cuts, block, _counts, _sums, layout ?? _earlier);
            _layout = layout;
            _earlier = null;
        }

        return layout;
    }
}
