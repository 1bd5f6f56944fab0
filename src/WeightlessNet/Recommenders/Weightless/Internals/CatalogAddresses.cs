using WeightlessNet.Bits;
using WeightlessNet.Discriminators;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>
/// The addresses of a catalog's items at all nodes, once item by item for learning and once in blocks of 64 items, node by node, for
/// ranking. They follow from the items' own bits alone.
/// </summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class CatalogAddresses
{
    /// <summary>How many items are in a block.</summary>
    public const int BlockSize = TableSums.TableSize;

    private readonly byte[] _rows;
    private readonly byte[][] _blocks;

    /// <exception cref="ArgumentException">There are too many addresses for an array.</exception>
    public CatalogAddresses(ItemCatalog catalog, int nodes, int tupleSize, ulong seed)
    {
        if ((long)catalog.Count * nodes > Array.MaxLength)
        {
            throw new ArgumentException($"{catalog.Count} items have no room for {nodes} addresses each.", nameof(catalog));
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

    /// <summary>How many cells a node's table has: one for each address, but at least the 64 that are looked up at once.</summary>
    public int Stride { get; }

    public int BlockCount => _blocks.Length;

    /// <summary>The addresses of an item in the catalog.</summary>
    public ReadOnlySpan<byte> this[int item] => _rows.AsSpan(item * NodeCount, NodeCount);

    /// <summary>Sums what tables hold for each item of a block.</summary>
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

    /// <summary>The sum of what tables hold for one item.</summary>
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
