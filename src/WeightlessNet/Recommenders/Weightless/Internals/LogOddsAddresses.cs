using WeightlessNet.Bits;
using WeightlessNet.Discriminators;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>
/// The addresses of items at all nodes of a network, stored twice: by item for learning, and in blocks of 64 items by node for ranking.
/// They depend only on the items' bits.
/// </summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class LogOddsAddresses
{
    /// <summary>The number of items in a block.</summary>
    public const int BlockSize = TableSums.TableSize;

    private readonly byte[] _rows;
    private readonly byte[][] _blocks;
    private readonly int[] _inputs;

    private LogOddsAddresses(int itemCount, int nodes, int addressBits, int[] inputs, bool inputsAreFields)
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
        InputsAreFields = inputsAreFields;
        _inputs = inputs;
        _rows = new byte[itemCount * nodes];
        _blocks = new byte[(itemCount + BlockSize - 1) / BlockSize][];
    }

    /// <summary>Writes the pattern of an item.</summary>
    public delegate void PatternWriter(int item, Span<ulong> pattern);

    public int ItemCount { get; }

    public int NodeCount { get; }

    /// <summary>The number of bits that address a node; 1 if its input is a whole field.</summary>
    public int InputCount { get; }

    /// <summary>Whether the input of a node is a whole field, not bits.</summary>
    public bool InputsAreFields { get; }

    /// <summary>The number of cells in a node's table: one for each address, but at least the 64 of a vector lookup.</summary>
    public int Stride { get; }

    public int BlockCount => _blocks.Length;

    /// <summary>The addresses of an item.</summary>
    public ReadOnlySpan<byte> this[int item] => _rows.AsSpan(item * NodeCount, NodeCount);

    /// <summary>The bits that address a node; for a hashed field its number.</summary>
    public ReadOnlySpan<int> InputsOf(int node) => _inputs.AsSpan(node * InputCount, InputCount);

    /// <summary>Addresses nodes by tuples of bits.</summary>
    /// <exception cref="ArgumentException">There are too many addresses for an array.</exception>
    public static LogOddsAddresses OfTuples(int itemCount, TupleMapping mapping, PatternWriter write)
    {
        int[] inputs = [.. Enumerable.Range(0, mapping.NodeCount).SelectMany(node => mapping.TupleOf(node).ToArray())];
        LogOddsAddresses made = new(itemCount, mapping.NodeCount, mapping.TupleSize, inputs, inputsAreFields: false);
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
        LogOddsAddresses made = new(itemCount, nodes, WideFieldHash.AddressBits, inputs, inputsAreFields: true);
        made.Fill(bitCount, write, (pattern, row) => WideFieldHash.Addresses(pattern, fieldStart, fieldBits, seed, row));
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

    private void Fill(int bitCount, PatternWriter write, Action<ReadOnlySpan<ulong>, Span<byte>> addressesOf)
    {
        ulong[] pattern = new ulong[BitSlice.WordCount(bitCount)];
        for (int block = 0; block < _blocks.Length; block++)
        {
            byte[] byNode = new byte[BlockSize * NodeCount];
            int start = block * BlockSize;
            for (int item = start; item < Math.Min(start + BlockSize, ItemCount); item++)
            {
                write(item, pattern);
                Span<byte> row = _rows.AsSpan(item * NodeCount, NodeCount);
                addressesOf(pattern, row);
                for (int node = 0; node < row.Length; node++)
                {
                    byNode[(node * BlockSize) + item - start] = row[node];
                }
            }

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
