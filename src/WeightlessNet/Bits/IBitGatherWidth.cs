namespace WeightlessNet.Bits;

/// <summary>Gathers the bits of a pattern with vectors of one width.</summary>
internal interface IBitGatherWidth
{
    /// <summary>Sets each bit of the result whose source byte has any of its masked bits set.</summary>
    /// <param name="pattern">The pattern, exactly <see cref="BitGather.PatternBytes"/> bytes.</param>
    /// <param name="sources">For each bit of the result, the index of its source byte.</param>
    /// <param name="masks">For each bit of the result, the mask of that byte.</param>
    /// <param name="result">One word for every 64 sources.</param>
    static abstract void Gather(ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> sources, ReadOnlySpan<byte> masks, Span<ulong> result);
}
