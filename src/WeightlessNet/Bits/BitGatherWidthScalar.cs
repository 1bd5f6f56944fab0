namespace WeightlessNet.Bits;

/// <summary>Gathers bits one by one: the reference for all widths.</summary>
internal readonly struct BitGatherWidthScalar : IBitGatherWidth
{
    public static void Gather(ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> sources, ReadOnlySpan<byte> masks, Span<ulong> result)
    {
        result.Clear();
        for (int i = 0; i < sources.Length; i++)
        {
            result[i >> 6] |= ((pattern[sources[i]] & masks[i]) != 0 ? 1UL : 0) << (i & 63);
        }
    }
}
