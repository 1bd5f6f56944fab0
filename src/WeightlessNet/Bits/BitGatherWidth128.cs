using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace WeightlessNet.Bits;

/// <summary>Gathers with 128-bit vectors: the pattern is eight of them. A shuffle gives 0 for a byte outside its vector.</summary>
internal readonly struct BitGatherWidth128 : IBitGatherWidth
{
    private const int Lanes = 16;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gather(ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> sources, ReadOnlySpan<byte> masks, Span<ulong> result)
    {
        ref byte part = ref MemoryMarshal.GetReference(pattern);
        Vector128<byte> step = Vector128.Create((byte)Lanes);
        for (int word = 0; word < result.Length; word++)
        {
            ulong bits = 0;
            for (int start = 0; start < BitGather.WordBits; start += Lanes)
            {
                int first = (word * BitGather.WordBits) + start;
                Vector128<byte> source = Vector128.Create(sources.Slice(first, Lanes));
                Vector128<byte> values = default;
                for (nuint at = 0; at < BitGather.PatternBytes; at += Lanes)
                {
                    values |= Vector128.Shuffle(Vector128.LoadUnsafe(ref part, at), source);
                    source -= step;
                }

                Vector128<byte> isClear = Vector128.Equals(values & Vector128.Create(masks.Slice(first, Lanes)), default);
                bits |= (ulong)(ushort)~isClear.ExtractMostSignificantBits() << start;
            }

            result[word] = bits;
        }
    }
}
