using WeightlessNet.Bits;
using WeightlessNet.Discriminators;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>
/// The addresses of items at all nodes of a network, stored twice: by item for learning, and in blocks of 64 items by node for ranking.
/// They depend only on the items' bits.
/// </summary>
/// <remarks>Immutable and thread-safe. Versions of a changing catalog share the blocks of items that did not change.</remarks>
internal sealed class LogOddsAddresses
{
    /// <summary>The number of items in a block.</summary>
    public const int BlockSize = TableSums.TableSize;

    private readonly byte[][] _rows;
    private readonly byte[][] _blocks;
    private readonly int[] _inputs;
    private readonly AddressWriter? _write;

    private LogOddsAddresses(int itemCount, int nodes, int addressBits, int[] inputs, AddressWriter? write)
    {
        if ((long)itemCount * nodes > Array.MaxLength)
        {
            throw new ArgumentException(
                $"There is no room for {nodes} addresses of each of {itemCount} items. Use fewer nodes.", nameof(nodes));
        }

        ItemCount = itemCount;
        NodeCount = nodes;
        Stride = Math.Max(TableSums.TableSize, 1 << addressBits);
        InputCount = inputs.Length / nodes;
        _inputs = inputs;
        _write = write;
        _rows = new byte[BlocksOf(itemCount)][];
        _blocks = new byte[BlocksOf(itemCount)][];
    }

    private LogOddsAddresses(LogOddsAddresses before, int itemCount)
    {
        ItemCount = itemCount;
        NodeCount = before.NodeCount;
        Stride = before.Stride;
        InputCount = before.InputCount;
        _inputs = before._inputs;
        _write = before._write;
        _rows = new byte[BlocksOf(itemCount)][];
        _blocks = new byte[BlocksOf(itemCount)][];
        before._rows.CopyTo(_rows, 0);
        before._blocks.CopyTo(_blocks, 0);
    }

    /// <summary>Writes the pattern of an item.</summary>
    public delegate void PatternWriter(int item, Span<ulong> pattern);

    // Writes the addresses of a pattern.
    private delegate void AddressWriter(ReadOnlySpan<ulong> pattern, Span<byte> row);

    public int ItemCount { get; }

    public int NodeCount { get; }

    /// <summary>The number of bits that address a node; 1 if its input is a whole field.</summary>
    public int InputCount { get; }

    /// <summary>Whether the input of a node is a whole field, not bits.</summary>
    public bool InputsAreFields => _write is not null;

    /// <summary>The number of cells in a node's table: one for each address, but at least the 64 of a vector lookup.</summary>
    public int Stride { get; }

    public int BlockCount => _blocks.Length;

    /// <summary>The addresses of an item.</summary>
    public ReadOnlySpan<byte> this[int item] => _rows[item / BlockSize].AsSpan(item % BlockSize * NodeCount, NodeCount);

    /// <summary>Whether there is room for the addresses of one more item.</summary>
    public bool HasRoom => (ItemCount + 1L) * NodeCount <= Array.MaxLength;

    /// <summary>The addresses of a block of items. Another version with the same addresses may return the same array.</summary>
    public byte[] RowsOf(int block) => _rows[block];

    /// <summary>The bits that address a node; for a hashed field its number.</summary>
    public ReadOnlySpan<int> InputsOf(int node) => _inputs.AsSpan(node * InputCount, InputCount);

    /// <summary>Addresses nodes by tuples of bits.</summary>
    /// <exception cref="ArgumentException">There are too many addresses for an array.</exception>
    public static LogOddsAddresses OfTuples(int itemCount, TupleMapping mapping, PatternWriter write)
    {
        int[] inputs = [.. Enumerable.Range(0, mapping.NodeCount).SelectMany(node => mapping.TupleOf(node).ToArray())];
        LogOddsAddresses made = new(itemCount, mapping.NodeCount, mapping.TupleSize, inputs, null);
        AddressRows rows = new(mapping);
        made.Fill(mapping.BitCount, write, rows.AddressesOf);
        return made;
    }

    /// <summary>Addresses nodes by hashes of the bits of a wide field.</summary>
    /// <exception cref="ArgumentException">There are too many addresses for an array.</exception>
    public static LogOddsAddresses OfWideField(
        int itemCount, int nodes, ulong seed, int bitCount, int fieldStart, int fieldBits, int field, PatternWriter write)
    {
        int[] inputs = [.. Enumerable.Repeat(field, nodes)];
        AddressWriter addressesOf = (pattern, row) => WideFieldHash.Addresses(pattern, fieldStart, fieldBits, seed, row);
        LogOddsAddresses made = new(itemCount, nodes, WideFieldHash.AddressBits, inputs, addressesOf);
        made.Fill(bitCount, write, addressesOf);
        return made;
    }

    /// <summary>A version in which an item has other bits, or one with one more item.</summary>
    /// <param name="item">The item; <see cref="ItemCount"/> to add one, for which there must be room.</param>
    /// <param name="pattern">The item's whole pattern.</param>
    public LogOddsAddresses With(int item, ReadOnlySpan<ulong> pattern)
    {
        LogOddsAddresses made = new(this, Math.Max(ItemCount, item + 1));
        int block = item / BlockSize;
        int at = item % BlockSize;
        made._rows[block] = made._rows[block] is byte[] rows ? [.. rows] : new byte[BlockSize * NodeCount];
        made._blocks[block] = made._blocks[block] is byte[] byNode ? [.. byNode] : new byte[BlockSize * NodeCount];
        Span<byte> row = made._rows[block].AsSpan(at * NodeCount, NodeCount);
        if (_write is null)
        {
            WriteTuples(pattern, row);
        }
        else
        {
            _write(pattern, row);
        }

        WriteByNode(row, at, made._blocks[block]);
        return made;
    }

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

    private static int BlocksOf(int itemCount) => (itemCount + BlockSize - 1) / BlockSize;

    private static void WriteByNode(ReadOnlySpan<byte> row, int at, byte[] byNode)
    {
        for (int node = 0; node < row.Length; node++)
        {
            byNode[(node * BlockSize) + at] = row[node];
        }
    }

    // The addresses that AddressRows would give, without its table, which takes memory in proportion to the number of bits.
    private void WriteTuples(ReadOnlySpan<ulong> pattern, Span<byte> row)
    {
        for (int node = 0; node < row.Length; node++)
        {
            ReadOnlySpan<int> tuple = InputsOf(node);
            uint address = 0;
            for (int input = 0; input < tuple.Length; input++)
            {
                address |= (uint)((pattern[tuple[input] >> 6] >> (tuple[input] & 63)) & 1) << input;
            }

            row[node] = (byte)address;
        }
    }

    private void Fill(int bitCount, PatternWriter write, AddressWriter addressesOf)
    {
        ulong[] pattern = new ulong[BitSlice.WordCount(bitCount)];
        for (int block = 0; block < _blocks.Length; block++)
        {
            byte[] rows = new byte[BlockSize * NodeCount];
            byte[] byNode = new byte[BlockSize * NodeCount];
            int start = block * BlockSize;
            for (int item = start; item < Math.Min(start + BlockSize, ItemCount); item++)
            {
                write(item, pattern);
                Span<byte> row = rows.AsSpan((item - start) * NodeCount, NodeCount);
                addressesOf(pattern, row);
                WriteByNode(row, item - start, byNode);
            }

            _rows[block] = rows;
            _blocks[block] = byNode;
        }
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
