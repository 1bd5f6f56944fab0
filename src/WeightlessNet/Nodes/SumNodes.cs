using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WeightlessNet.Nodes;

/// <summary>
/// RAM nodes whose cells keep a count and a sum, so that a cell answers with a mean: the nodes of a regression network. All nodes
/// of the layer lie in one flat array, node by node.
/// </summary>
/// <remarks>
/// Writing is integer addition: the order of the writes does not matter, and a write with the negative count and sum undoes one
/// exactly. The caller keeps counts within 32 bits and sums within 64; beyond they wrap around. One writer or many readers at a time.
/// The n-tuple regression network is that of Kolcz and Allinson, "N-tuple Regression Network" (Neural Networks 9(5), 1996).
/// </remarks>
public sealed class SumNodes
{
    /// <summary>The most inputs of a node: its address fits a byte.</summary>
    public const int MaximumInputs = 8;

    private readonly SumCell[] _cells;

    /// <summary>Creates nodes whose cells are all empty.</summary>
    /// <param name="nodeCount">How many nodes, above 0.</param>
    /// <param name="tupleSize">How many bits address a node's cells, 1 to 8: a node has 2^inputs cells.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public SumNodes(int nodeCount, int tupleSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(nodeCount);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tupleSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tupleSize, MaximumInputs);
        if ((long)nodeCount << tupleSize > Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(nameof(nodeCount), nodeCount, $"All nodes have {Array.MaxLength} cells at the most.");
        }

        NodeCount = nodeCount;
        TupleSize = tupleSize;
        _cells = new SumCell[nodeCount << tupleSize];
    }

    /// <summary>How many nodes there are.</summary>
    public int NodeCount { get; }

    /// <summary>How many bits address a node's cells.</summary>
    public int TupleSize { get; }

    /// <summary>All cells, node by node.</summary>
    public ReadOnlySpan<SumCell> Cells => _cells;

    /// <summary>The cell of a node at an address.</summary>
    /// <param name="node">The node, 0 to <see cref="NodeCount"/> - 1.</param>
    /// <param name="address">The address, 0 to 2^<see cref="TupleSize"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such cell.</exception>
    public SumCell this[int node, int address]
    {
        get
        {
            if ((uint)node >= (uint)NodeCount)
            {
                throw new ArgumentOutOfRangeException(nameof(node), node, $"There are {NodeCount} nodes.");
            }

            if ((uint)address >= 1u << TupleSize)
            {
                throw new ArgumentOutOfRangeException(nameof(address), address, $"A node has {1 << TupleSize} cells.");
            }

            return _cells[(node << TupleSize) + address];
        }
    }

    /// <summary>Empties every cell.</summary>
    public void Clear() => Array.Clear(_cells);

    /// <summary>Writes to one cell of every node.</summary>
    /// <param name="addresses">An address for each node, below 2^<see cref="TupleSize"/>.</param>
    /// <param name="count">What to add to the counts: negative to undo a write.</param>
    /// <param name="sum">What to add to the sums.</param>
    /// <exception cref="ArgumentException">There is not one address for each node, or one is too large. Nothing is written.</exception>
    public void Add(ReadOnlySpan<byte> addresses, int count, long sum)
    {
        if (addresses.Length != NodeCount)
        {
            throw new ArgumentException($"There are {NodeCount} nodes and {addresses.Length} addresses.", nameof(addresses));
        }

        if (TupleSize < MaximumInputs && addresses.ContainsAnyInRange((byte)(1 << TupleSize), byte.MaxValue))
        {
            throw new ArgumentException($"An address is not below {1 << TupleSize}.", nameof(addresses));
        }

        ref SumCell node = ref MemoryMarshal.GetArrayDataReference(_cells);
        int cells = 1 << TupleSize;
        foreach (byte address in addresses)
        {
            ref SumCell cell = ref Unsafe.Add(ref node, (nuint)address);
            cell = new SumCell(cell.Count + count, cell.Sum + sum);
            node = ref Unsafe.Add(ref node, cells);
        }
    }
}
