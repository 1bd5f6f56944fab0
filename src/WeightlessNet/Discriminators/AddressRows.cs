using System.Numerics;
using System.Numerics.Tensors;

namespace WeightlessNet.Discriminators;

/// <summary>
/// The addresses of all nodes as one row of bytes: the XOR of a precomputed row for each set bit. Since addresses are linear over XOR,
/// changing a bit costs one XOR of its row, and no pattern needs to be built.
/// </summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class AddressRows
{
    /// <summary>The largest tuple whose address fits a byte.</summary>
    public const int MaximumTupleSize = 8;

    private readonly byte[] _rows;

    public AddressRows(TupleMapping mapping)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(mapping.TupleSize, MaximumTupleSize);
        NodeCount = mapping.NodeCount;
        _rows = new byte[checked(mapping.BitCount * NodeCount)];
        for (int node = 0; node < NodeCount; node++)
        {
            ReadOnlySpan<int> tuple = mapping.TupleOf(node);
            for (int input = 0; input < tuple.Length; input++)
            {
                _rows[(tuple[input] * NodeCount) + node] ^= (byte)(1 << input);
            }
        }
    }

    /// <summary>The number of nodes, which is the length of a row.</summary>
    public int NodeCount { get; }

    /// <summary>Makes consecutive nodes ignore all bits: their addresses come from elsewhere.</summary>
    public void Exclude(int firstNode, int count)
    {
        for (int row = 0; row < _rows.Length; row += NodeCount)
        {
            _rows.AsSpan(row + firstNode, count).Clear();
        }
    }

    /// <summary>The contribution of a bit to the addresses of all nodes.</summary>
    public ReadOnlySpan<byte> RowOf(int bit) => _rows.AsSpan(bit * NodeCount, NodeCount);

    /// <summary>Updates a row of addresses for a pattern in which one bit is flipped.</summary>
    public void Flip(int bit, Span<byte> addresses) => TensorPrimitives.Xor(addresses, RowOf(bit), addresses);

    /// <summary>Writes the addresses of a pattern.</summary>
    public void AddressesOf(ReadOnlySpan<ulong> pattern, Span<byte> addresses)
    {
        addresses.Clear();
        for (int word = 0; word < pattern.Length; word++)
        {
            for (ulong bits = pattern[word]; bits != 0; bits &= bits - 1)
            {
                Flip((word << 6) + BitOperations.TrailingZeroCount(bits), addresses);
            }
        }
    }

    /// <summary>The rows of a thermometer's levels: row L is the XOR of the contributions of its first L bits.</summary>
    /// <param name="firstBit">The thermometer's first bit.</param>
    /// <param name="bitCount">The number of its bits.</param>
    /// <returns>The rows of the levels 0 to <paramref name="bitCount"/>, one after the other.</returns>
    public byte[] ThermometerRows(int firstBit, int bitCount)
    {
        byte[] rows = new byte[(bitCount + 1) * NodeCount];
        for (int level = 1; level <= bitCount; level++)
        {
            Span<byte> row = rows.AsSpan(level * NodeCount, NodeCount);
            rows.AsSpan((level - 1) * NodeCount, NodeCount).CopyTo(row);
            Flip(firstBit + level - 1, row);
        }

        return rows;
    }
}
