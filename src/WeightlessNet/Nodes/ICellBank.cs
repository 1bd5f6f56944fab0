namespace WeightlessNet.Nodes;

/// <summary>The counting cells of a layer's nodes. The cells of all classes at one address form a row.</summary>
/// <remarks>Thread-safe for many readers, or one writer without readers.</remarks>
internal interface ICellBank
{
    /// <summary>The number of cells of a row, which is the number of classes it has room for.</summary>
    int Stride { get; }

    /// <summary>Makes room for more classes.</summary>
    void Widen(int stride);

    /// <summary>
    /// Reads the row at each node's address into <paramref name="rows"/>, one after the other; a count above 65,535 reads as 65,535.
    /// </summary>
    void Read(ReadOnlySpan<ulong> addresses, Span<ushort> rows);

    /// <summary>Adds 1 to a class's cell at each node's address.</summary>
    void Increment(ReadOnlySpan<ulong> addresses, int classIndex);

    /// <summary>
    /// Whether the class may have learned an example with these addresses, as far as the cells show: whether each count is above 0 and
    /// the remaining counts can come from the class's other examples.
    /// </summary>
    /// <param name="addresses">The addresses.</param>
    /// <param name="classIndex">The class.</param>
    /// <param name="examples">The number of examples of the class, above 0.</param>
    bool CanDecrement(ReadOnlySpan<ulong> addresses, int classIndex, long examples);

    /// <summary>Subtracts 1 from a class's cell at each node's address; all must be above 0.</summary>
    void Decrement(ReadOnlySpan<ulong> addresses, int classIndex);

    /// <summary>All cells that are not 0, ordered by node, address and class.</summary>
    IEnumerable<CellCount> NonZero();

    /// <summary>Adds a count to its cell.</summary>
    void Add(CellCount cell);
}
