namespace WeightlessNet.Bits;

/// <summary>Looks up and sums tables of 64 signed bytes for 64 addresses at once, with vectors of one width.</summary>
internal interface ITableWidth
{
    /// <summary>Sums one look-up in every table, for each of 64 items.</summary>
    /// <param name="tables">The tables, 64 bytes each, one after the other; at most <see cref="TableSums.MaximumTables"/>.</param>
    /// <param name="addresses">For each table the 64 items' addresses, below 64.</param>
    /// <param name="sums">Where the 64 sums are written.</param>
    static abstract void Sum(ReadOnlySpan<sbyte> tables, ReadOnlySpan<byte> addresses, Span<short> sums);
}
