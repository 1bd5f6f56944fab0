using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WeightlessNet.Bits;

/// <summary>
/// Gathers with 512-bit vectors: the pattern is two of them. One permutation picks 64 bytes, and a comparison turns these into a word
/// of the result.
/// </summary>
internal readonly struct BitGatherWidth512 : IBitGatherWidth
{
    private const int Lanes = 64;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gather(ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> sources, ReadOnlySpan<byte> masks, Span<ulong> result)
    {
        Vector512<byte> lower = Vector512.Create(pattern);
        Vector512<byte> upper = Vector512.Create(pattern[Lanes..]);
        ref byte source = ref MemoryMarshal.GetReference(sources[..(result.Length * Lanes)]);
        ref byte mask = ref MemoryMarshal.GetReference(masks[..(result.Length * Lanes)]);
        for (int word = 0; word < result.Length; word++)
        {
            nuint at = (nuint)word * Lanes;
            Vector512<byte> values = Pick(lower, upper, Vector512.LoadUnsafe(ref source, at));
            result[word] = ~Vector512.Equals(values & Vector512.LoadUnsafe(ref mask, at), default).ExtractMostSignificantBits();
        }
    }

    private static Vector512<byte> Pick(Vector512<byte> lower, Vector512<byte> upper, Vector512<byte> source) =>
        Avx512Vbmi.IsSupported
            ? Avx512Vbmi.PermuteVar64x8x2(lower, source, upper)
            : Vector512.Shuffle(lower, source) | Vector512.Shuffle(upper, source - Vector512.Create((byte)Lanes));
}
