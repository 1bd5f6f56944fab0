using WeightlessNet.Bits;

namespace WeightlessNet.Recommenders.Personal;

/// <summary>
/// The whole catalogue laid out for ranking: for each block of 64 items, and for each node, the 64 items' addresses side by side. It
/// follows the crowd item by item.
/// </summary>
/// <remarks>Not safe for concurrent use; its owner locks.</remarks>
internal sealed class CatalogScan
{
    /// <summary>How many items are in a block.</summary>
    public const int BlockSize = TableSums.TableSize;

    private readonly CrowdStatistics _crowd;
    private readonly ItemAddresses _itemAddresses;
    private readonly int _nodes;
    private readonly byte[][] _addresses;
    private readonly int[] _means;
    private readonly (byte Mean, byte Count)[] _levels;
    private readonly byte[] _row;
    private long _version = -1;

    public CatalogScan(CrowdStatistics crowd, ItemAddresses addresses)
    {
        _crowd = crowd;
        _itemAddresses = addresses;
        _nodes = addresses.NodeCount;
        BlockCount = (crowd.ItemCount + BlockSize - 1) / BlockSize;
        _addresses = new byte[BlockCount][];
        for (int block = 0; block < BlockCount; block++)
        {
            _addresses[block] = new byte[BlockSize * _nodes];
        }

        _means = new int[BlockCount * BlockSize];
        _levels = new (byte, byte)[crowd.ItemCount];
        _row = new byte[_nodes];
    }

    /// <summary>How many blocks there are; the last one may be part full.</summary>
    public int BlockCount { get; }

    /// <summary>The crowd's means of a block's items, in units above the lowest rating.</summary>
    public ReadOnlySpan<int> MeansOf(int block) => _means.AsSpan(block * BlockSize, BlockSize);

    /// <summary>Brings the layout up to date with the crowd.</summary>
    public void Follow()
    {
        if (_version == _crowd.Version)
        {
            return;
        }

        bool first = _version < 0;
        if (first || _crowd.AllChanged)
        {
            for (int item = 0; item < _levels.Length; item++)
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

    /// <summary>Sums the answers of a user's tables for each item of a block.</summary>
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
            for (int i = 0; i < BlockSize; i++)
            {
                sums[i] += partial[i];
            }
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

    private void Follow(int item, bool first)
    {
        ItemView view = _crowd.ViewOf(item);
        _means[item] = view.Mean;
        if (!first && _levels[item] == (view.MeanLevel, view.CountLevel))
        {
            return;
        }

        _levels[item] = (view.MeanLevel, view.CountLevel);
        _itemAddresses.Write(item, view.MeanLevel, view.CountLevel, _row);
        byte[] block = _addresses[item / BlockSize];
        int at = item % BlockSize;
        foreach (byte address in _row)
        {
            block[at] = address;
            at += BlockSize;
        }
    }
}
