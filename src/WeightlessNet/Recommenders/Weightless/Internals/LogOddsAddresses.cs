using WeightlessNet.Bits;
using WeightlessNet.Discriminators;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>
/// The addresses of a catalog's items at all nodes, stored twice: by item for learning, and in blocks of 64 items by node for ranking. They
/// depend only on the items' own bits.
/// </summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class LogOddsAddresses
{
    /// <summary>The number of items in a block.</summary>
    public const int BlockSize = TableSums.TableSize;

    private readonly byte[] _rows;
    private readonly byte[][] _blocks;

    /// <exception cref="ArgumentException">There are too many addresses for an array.</exception>
    public LogOddsAddresses(ItemCatalog catalog, int nodes, int tupleSize, ulong seed)
    {
        if ((long)catalog.Count * nodes > Array.MaxLength)
        {
            throw new ArgumentException(
                $"There is no room for {nodes} addresses of each of {catalog.Count} items. Use fewer nodes.", nameof(catalog));
        }

        Catalog = catalog;
        Mapping = TupleMapping.Random(catalog.BitCount, tupleSize, nodes, seed);
        Stride = Math.Max(TableSums.TableSize, 1 << tupleSize);
        AddressRows rows = new(Mapping);
        _rows = new byte[catalog.Count * nodes];
        _blocks = new byte[(catalog.Count + BlockSize - 1) / BlockSize][];
        for (int block = 0; block < _blocks.Length; block++)
        {
            _blocks[block] = new byte[BlockSize * nodes];
        }

        for (int item = 0; item < catalog.Count; item++)
        {
            Span<byte> row = _rows.AsSpan(item * nodes, nodes);
            rows.AddressesOf(catalog.PatternOf(item), row);
            byte[] block = _blocks[item / BlockSize];
            for (int node = 0; node < nodes; node++)
            {
                block[(node * BlockSize) + (item % BlockSize)] = row[node];
            }
        }
    }

    public ItemCatalog Catalog { get; }

    public TupleMapping Mapping { get; }

    public int NodeCount => Mapping.NodeCount;

    /// <summary>The number of cells in a node's table: one for each address, but at least the 64 of a vector lookup.</summary>
    public int Stride { get; }

    public int BlockCount => _blocks.Length;

    /// <summary>The addresses of an item in the catalog.</summary>
    public ReadOnlySpan<byte> this[int item] => _rows.AsSpan(item * NodeCount, NodeCount);

    /// <summary>Sums the table entries for each item of a block.</summary>
    public void Sum(int block, ReadOnlySpan<sbyte> tables, Span<int> sums)
    {
        ReadOnlySpan<byte> addresses = _blocks[block];
        sums.Clear();
        if (Stride != TableSums.TableSize)
        {
            SumLargeTables(addresses, tables, sums);
            return;
        }

        Span<short> partial = stackalloc short[BlockSize];
        for (int start = 0; start < addresses.Length; start += TableSums.MaximumTables * BlockSize)
        {
            int length = Math.Min(TableSums.MaximumTables * BlockSize, addresses.Length - start);
            TableSums.Sum(tables.Slice(start, length), addresses.Slice(start, length), partial);
            for (int i = 0; i < BlockSize; i++)
            {
                sums[i] += partial[i];
            }
        }
    }

    /// <summary>The sum of the table entries for one item.</summary>
    public int SumOf(int item, ReadOnlySpan<sbyte> tables)
    {
        int sum = 0;
        int table = 0;
        foreach (byte address in this[item])
        {
            sum += tables[table + address];
            table += Stride;
        }

        return sum;
    }

    private void SumLargeTables(ReadOnlySpan<byte> addresses, ReadOnlySpan<sbyte> tables, Span<int> sums)
    {
        for (int at = 0, table = 0; at < addresses.Length; at += BlockSize, table += Stride)
        {
            for (int i = 0; i < BlockSize; i++)
            {
                sums[i] += tables[table + addresses[at + i]];
            }
        }
    }
}
