namespace WeightlessNet.Discriminators;

/// <summary>Nodes in a row whose tuples have equally many different bits.</summary>
/// <param name="First">The first node.</param>
/// <param name="Count">The number of nodes, above 0.</param>
internal readonly record struct NodeRange(int First, int Count)
{
    /// <summary>Of the rows of cells that a sample addresses, those of the group.</summary>
    public ReadOnlySpan<ushort> RowsOf(ReadOnlySpan<ushort> rows, int stride) => rows.Slice(First * stride, Count * stride);
}
