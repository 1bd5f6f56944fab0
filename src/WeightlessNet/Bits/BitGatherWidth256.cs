using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace WeightlessNet.Bits;

/// <summary>Gathers with 256-bit vectors: the pattern is four of them. A shuffle gives 0 for a byte outside its vector.</summary>
internal readonly struct BitGatherWidth256 : IBitGatherWidth
{
    private const int Lanes = 32;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gather(ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> sources, ReadOnlySpan<byte> masks, Span<ulong> result)
    {
        ref byte part = ref MemoryMarshal.GetReference(pattern);
        Vector256<byte> step = Vector256.Create((byte)Lanes);
        for (int word = 0; word < result.Length; word++)
        {
            ulong bits = 0;
            for (int start = 0; start < BitGather.WordBits; start += Lanes)
            {
                int first = (word * BitGather.WordBits) + start;
                Vector256<byte> source = Vector256.Create(sources.Slice(first, Lanes));
                Vector256<byte> values = default;
                for (nuint at = 0; at < BitGather.PatternBytes; at += Lanes)
                {
                    values |= Vector256.Shuffle(Vector256.LoadUnsafe(ref part, at), source);
                    source -= step;
                }

                Vector256<byte> isClear = Vector256.Equals(values & Vector256.Create(masks.Slice(first, Lanes)), default);
                bits |= (ulong)~isClear.ExtractMostSignificantBits() << start;
            }

            result[word] = bits;
        }
    }
}
