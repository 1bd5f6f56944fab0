namespace WeightlessNet.Bits;

/// <summary>Gathers bits of a pattern in any order with vectors of one width.</summary>
internal interface IGatherWidth
{
    /// <summary>Writes bit by bit whether any masked bit of a pattern's byte is set.</summary>
    /// <param name="pattern">The pattern, exactly <see cref="BitGather.PatternBytes"/> long.</param>
    /// <param name="sources">For each bit of the result a byte of the pattern.</param>
    /// <param name="masks">For each bit of the result the bits of that byte.</param>
    /// <param name="result">A word for every 64 sources.</param>
    static abstract void Gather(ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> sources, ReadOnlySpan<byte> masks, Span<ulong> result);
}
