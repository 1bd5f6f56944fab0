namespace WeightlessNet.Bits;

/// <summary>Sums look-ups in tables of 64 signed bytes, for 64 items at once, with vectors of one width.</summary>
internal interface ITableWidth
{
    /// <summary>For each of 64 items, sums one look-up in every table.</summary>
    /// <param name="tables">The tables, 64 bytes each, one after the other; at most <see cref="TableSums.MaximumTables"/>.</param>
    /// <param name="addresses">For each table, the addresses of the 64 items, each below 64.</param>
    /// <param name="sums">The 64 sums, overwritten.</param>
    static abstract void Sum(ReadOnlySpan<sbyte> tables, ReadOnlySpan<byte> addresses, Span<short> sums);
}
