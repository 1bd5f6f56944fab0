namespace WeightlessNet.Nodes;

/// <summary>The counting cells of a layer's nodes; the cells of all classes at one address lie side by side and form a row.</summary>
/// <remarks>One writer or many readers.</remarks>
internal interface ICellBank
{
    /// <summary>How many classes a row has room for.</summary>
    int Stride { get; }

    /// <summary>Makes room for more classes.</summary>
    void Widen(int stride);

    /// <summary>Writes the row of each node at its address, one after the other; a count above 65,535 reads as 65,535.</summary>
    void Read(ReadOnlySpan<ulong> addresses, Span<ushort> rows);

    /// <summary>Adds 1 to a class's cell at each node's address.</summary>
    void Increment(ReadOnlySpan<ulong> addresses, int classIndex);

    /// <summary>
    /// Whether an example of a class may have these addresses, so far as cells show: whether 1 can be taken from each, and what is
    /// left may be of the class's other examples.
    /// </summary>
    /// <param name="addresses">The addresses.</param>
    /// <param name="classIndex">The class.</param>
    /// <param name="examples">How many examples the class has, above 0.</param>
    bool CanDecrement(ReadOnlySpan<ulong> addresses, int classIndex, long examples);

    /// <summary>Takes 1 from a class's cell at each node's address; all are above 0.</summary>
    void Decrement(ReadOnlySpan<ulong> addresses, int classIndex);

    /// <summary>All cells that are not 0, by node, then address, then class.</summary>
    IEnumerable<CellCount> NonZero();

    /// <summary>Adds to one cell.</summary>
    void Add(CellCount cell);
}
