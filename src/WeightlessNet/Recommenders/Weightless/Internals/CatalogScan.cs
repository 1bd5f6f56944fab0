using System.Runtime.Intrinsics;
using WeightlessNet.Bits;
using WeightlessNet.Recommenders.Crowd.Internals;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>
/// The catalog laid out for ranking: for each block of 64 items and each node, the addresses of the 64 items side by side. It is updated
/// item by item when the crowd's statistics change.
/// </summary>
/// <remarks>Not thread-safe; the owner locks.</remarks>
internal sealed class CatalogScan
{
    /// <summary>The number of items in a block.</summary>
    public const int BlockSize = TableSums.TableSize;

    private readonly CrowdStatistics _crowd;
    private readonly ItemAddresses _itemAddresses;
    private readonly int _nodes;
    private byte[][] _addresses;
    private int[] _means;
    private int[] _rarities;
    private (byte Mean, byte Count)[] _levels;
    private ulong[] _removed;
    private int _itemCount;
    private readonly byte[] _row;
    private long _version = -1;

    public CatalogScan(CrowdStatistics crowd, ItemAddresses addresses)
    {
        _crowd = crowd;
        _itemAddresses = addresses;
        _nodes = addresses.NodeCount;
        _itemCount = crowd.ItemCount;
        _addresses = new byte[BlockCount][];
        _removed = new ulong[BlockCount];
        for (int block = 0; block < BlockCount; block++)
        {
            _addresses[block] = new byte[BlockSize * _nodes];
        }

        _means = new int[BlockCount * BlockSize];
        _rarities = new int[BlockCount * BlockSize];
        _levels = new (byte, byte)[BlockCount * BlockSize];
        _row = new byte[_nodes];
    }

    /// <summary>The number of blocks; the last one may be partly filled.</summary>
    public int BlockCount => (_itemCount + BlockSize - 1) / BlockSize;

    /// <summary>The crowd's means of the items of all blocks, in units above the scale's minimum.</summary>
    public ReadOnlySpan<int> Means => _means.AsSpan(0, BlockCount * BlockSize);

    /// <summary>The rarities of the items of all blocks, see <see cref="RatingWeights.RarityOf"/>.</summary>
    public ReadOnlySpan<int> Rarities => _rarities.AsSpan(0, BlockCount * BlockSize);

    /// <summary>The items of a block that may be recommended: bit i is the block's item i.</summary>
    public ulong ItemsOf(int block)
    {
        int count = _itemCount - (block * BlockSize);
        return (count >= BlockSize ? ulong.MaxValue : (1UL << count) - 1) & ~_removed[block];
    }

    /// <summary>Whether an item of the catalog may be recommended.</summary>
    public bool Has(int item) => ((ItemsOf(item / BlockSize) >> (item % BlockSize)) & 1) != 0;

    /// <summary>Adds an item that has been added to the crowd and the addresses.</summary>
    public void AddItem()
    {
        int block = _itemCount++ / BlockSize;
        if (block == _addresses.Length)
        {
            int length = Math.Max(4, block + (block / 2));
            Array.Resize(ref _addresses, length);
            Array.Resize(ref _removed, length);
            Array.Resize(ref _means, length * BlockSize);
            Array.Resize(ref _rarities, length * BlockSize);
            Array.Resize(ref _levels, length * BlockSize);
        }

        _addresses[block] ??= new byte[BlockSize * _nodes];
        FollowChanged(_itemCount - 1);
    }

    /// <summary>Updates the addresses of an item whose bits have changed; it may be recommended again.</summary>
    public void ReplaceItem(int item)
    {
        _removed[item / BlockSize] &= ~(1UL << item);
        FollowChanged(item);
    }

    /// <summary>Removes an item from recommendations. Returns whether it was not removed before.</summary>
    public bool RemoveItem(int item)
    {
        ulong before = _removed[item / BlockSize];
        _removed[item / BlockSize] |= 1UL << item;
        return _removed[item / BlockSize] != before;
    }

    /// <summary>Updates the layout to the crowd's present statistics.</summary>
    public void Follow()
    {
        if (_version == _crowd.Version)
        {
            return;
        }

        bool first = _version < 0;
        if (first || _crowd.AllChanged)
        {
            for (int item = 0; item < _itemCount; item++)
            {
                Follow(item, first);
            }
        }
        else
        {
            foreach (int item in _crowd.ChangedItems)
            {
                Follow(item, first);
            }
        }

        _crowd.ForgetChanges();
        _version = _crowd.Version;
    }

    /// <summary>Sums the table entries of a user for each item of a block.</summary>
    public void Sum(int block, PersonalTables tables, Span<int> sums)
    {
        ReadOnlySpan<byte> addresses = _addresses[block];
        sums.Clear();
        if (tables.Stride != TableSums.TableSize)
        {
            SumLargeTables(addresses, tables, sums);
            return;
        }

        Span<short> partial = stackalloc short[BlockSize];
        for (int node = 0; node < _nodes; node += TableSums.MaximumTables)
        {
            int start = node * BlockSize;
            int length = Math.Min(TableSums.MaximumTables, _nodes - node) * BlockSize;
            TableSums.Sum(tables.Answers.AsSpan(start, length), addresses.Slice(start, length), partial);
            AddWidened(partial, sums);
        }
    }

    private static void AddWidened(ReadOnlySpan<short> partial, Span<int> sums)
    {
        for (int i = 0; i < BlockSize; i += Vector512<short>.Count)
        {
            (Vector512<int> lower, Vector512<int> upper) = Vector512.Widen(Vector512.Create(partial.Slice(i, Vector512<short>.Count)));
            Span<int> first = sums.Slice(i, Vector512<int>.Count);
            Span<int> second = sums.Slice(i + Vector512<int>.Count, Vector512<int>.Count);
            (Vector512.Create<int>(first) + lower).CopyTo(first);
            (Vector512.Create<int>(second) + upper).CopyTo(second);
        }
    }

    private static void SumLargeTables(ReadOnlySpan<byte> addresses, PersonalTables tables, Span<int> sums)
    {
        for (int at = 0, table = 0; at < addresses.Length; at += BlockSize, table += tables.Stride)
        {
            ReadOnlySpan<sbyte> answers = tables.Answers.AsSpan(table, tables.Stride);
            for (int i = 0; i < BlockSize; i++)
            {
                sums[i] += answers[addresses[at + i]];
            }
        }
    }

    // Before the first call of Follow nothing is laid out; that call lays out everything.
    private void FollowChanged(int item)
    {
        if (_version >= 0)
        {
            Follow(item, true);
        }
    }

    private void Follow(int item, bool first)
    {
        ItemStatistics statistics = _crowd.StatisticsOf(item);
        _means[item] = statistics.Mean;
        _rarities[item] = RatingWeights.RarityOf(_crowd.CountOf(item));
        if (!first && _levels[item] == (statistics.MeanLevel, statistics.CountLevel))
        {
            return;
        }

        _levels[item] = (statistics.MeanLevel, statistics.CountLevel);
        _itemAddresses.Write(item, statistics.MeanLevel, statistics.CountLevel, _row);
        byte[] block = _addresses[item / BlockSize];
        int at = item % BlockSize;
        foreach (byte address in _row)
        {
            block[at] = address;
            at += BlockSize;
        }
    }
}
