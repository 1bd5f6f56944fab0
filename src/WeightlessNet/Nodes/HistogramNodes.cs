namespace WeightlessNet.Nodes;

/// <summary>
/// RAM nodes whose cells count how often each level was written, so that a cell answers with a distribution. All cells are in one flat
/// array, node by node, with the levels of a cell side by side.
/// </summary>
/// <remarks>
/// Writing is integer addition: the order of the writes does not matter, and a write of the negative weight undoes one exactly.
/// The caller keeps counts within 32 bits. Thread-safe for many readers, or one writer without readers.
/// </remarks>
internal sealed class HistogramNodes
{
    /// <summary>The largest tuple: an address fits a byte.</summary>
    public const int MaximumTupleSize = 8;

    private readonly int[] _counts;

    /// <summary>Creates nodes whose cells are all empty.</summary>
    /// <param name="nodeCount">The number of nodes, above 0.</param>
    /// <param name="tupleSize">The number of bits that address a node's cells, 1 to 8: a node has 2^tupleSize cells.</param>
    /// <param name="levelCount">The number of levels that a cell counts, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public HistogramNodes(int nodeCount, int tupleSize, int levelCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(nodeCount);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tupleSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tupleSize, MaximumTupleSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(levelCount);
        if ((long)nodeCount << tupleSize > Array.MaxLength / levelCount)
        {
            throw new ArgumentOutOfRangeException(nameof(nodeCount), nodeCount, $"There can be at most {Array.MaxLength} counts.");
        }

        NodeCount = nodeCount;
        TupleSize = tupleSize;
        LevelCount = levelCount;
        _counts = new int[(nodeCount << tupleSize) * levelCount];
    }

    /// <summary>The number of nodes.</summary>
    public int NodeCount { get; }

    /// <summary>The number of bits that address a node's cells.</summary>
    public int TupleSize { get; }

    /// <summary>The number of levels that a cell counts.</summary>
    public int LevelCount { get; }

    /// <summary>The counts of a cell: the summed weights of the writes of each level.</summary>
    /// <param name="node">The node, 0 to <see cref="NodeCount"/> - 1.</param>
    /// <param name="address">The address, 0 to 2^<see cref="TupleSize"/> - 1.</param>
    /// <returns>A count for each level.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such cell.</exception>
    public ReadOnlySpan<int> CountsAt(int node, int address)
    {
        if ((uint)node >= (uint)NodeCount)
        {
            throw new ArgumentOutOfRangeException(nameof(node), node, $"There are {NodeCount} nodes.");
        }

        if ((uint)address >= 1u << TupleSize)
        {
            throw new ArgumentOutOfRangeException(nameof(address), address, $"A node has {1 << TupleSize} cells.");
        }

        return _counts.AsSpan(((node << TupleSize) + address) * LevelCount, LevelCount);
    }

    /// <summary>Empties every cell.</summary>
    public void Clear() => Array.Clear(_counts);

    /// <summary>Writes a level to one cell of every node.</summary>
    /// <param name="addresses">An address for each node, below 2^<see cref="TupleSize"/>.</param>
    /// <param name="level">The level, 0 to <see cref="LevelCount"/> - 1.</param>
    /// <param name="weight">The amount to add to the level's count; negative to undo a write.</param>
    /// <exception cref="ArgumentException">There is not one address for each node, or one is too large. Nothing is written.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="level"/> is not a level. Nothing is written.</exception>
    public void Add(ReadOnlySpan<byte> addresses, int level, int weight)
    {
        if (addresses.Length != NodeCount)
        {
            throw new ArgumentException($"There are {NodeCount} nodes and {addresses.Length} addresses.", nameof(addresses));
        }

        if (TupleSize < MaximumTupleSize && addresses.ContainsAnyInRange((byte)(1 << TupleSize), byte.MaxValue))
        {
            throw new ArgumentException($"Every address must be below {1 << TupleSize}.", nameof(addresses));
        }

        if ((uint)level >= (uint)LevelCount)
        {
            throw new ArgumentOutOfRangeException(nameof(level), level, $"There are {LevelCount} levels.");
        }

        int node = level;
        foreach (byte address in addresses)
        {
            _counts[node + (address * LevelCount)] += weight;
            node += LevelCount << TupleSize;
        }
    }
}
