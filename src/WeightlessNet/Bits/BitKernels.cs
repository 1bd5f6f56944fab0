using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace WeightlessNet.Bits;

/// <summary>Computations over whole bit patterns, with the machine's widest vectors or with a given width.</summary>
internal static class BitKernels
{
    /// <summary>The widest vector that the machine accelerates, in bits: 512, 256, 128 or 0.</summary>
    public static int VectorBits =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;

    /// <summary>Writes one bit for each value: set if the value is above its threshold.</summary>
    public static void EncodeAbove(ReadOnlySpan<byte> values, ReadOnlySpan<byte> thresholds, Span<ulong> pattern)
    {
        switch (VectorBits)
        {
            case 512: EncodeAbove<Lanes512>(values, thresholds, pattern); break;
            case 256: EncodeAbove<Lanes256>(values, thresholds, pattern); break;
            case 128: EncodeAbove<Lanes128>(values, thresholds, pattern); break;
            default: EncodeAboveScalar(values, thresholds, pattern); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void EncodeAbove<TLanes>(ReadOnlySpan<byte> values, ReadOnlySpan<byte> thresholds, Span<ulong> pattern)
        where TLanes : struct, ILanes<TLanes>
    {
        ThrowIfLengthsDiffer(values.Length, thresholds.Length);
        ThrowIfLengthsDiffer(BitSlice.WordCount(values.Length), pattern.Length);
        if (values.Length < 64)
        {
            EncodeAboveScalar(values, thresholds, pattern);
            return;
        }

        int words = values.Length / 64;
        for (int word = 0; word < words; word++)
        {
            pattern[word] = WordAbove<TLanes>(values.Slice(word * 64, 64), thresholds.Slice(word * 64, 64));
        }

        // The last word reads the last 64 values, some of them a second time, and shifts those out.
        int tail = values.Length & 63;
        if (tail != 0)
        {
            pattern[words] = WordAbove<TLanes>(values[^64..], thresholds[^64..]) >> (64 - tail);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void EncodeAboveScalar(ReadOnlySpan<byte> values, ReadOnlySpan<byte> thresholds, Span<ulong> pattern)
    {
        ThrowIfLengthsDiffer(values.Length, thresholds.Length);
        ThrowIfLengthsDiffer(BitSlice.WordCount(values.Length), pattern.Length);
        pattern.Clear();
        for (int i = 0; i < values.Length; i++)
        {
            pattern[i >> 6] |= (values[i] > thresholds[i] ? 1UL : 0) << (i & 63);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong WordAbove<TLanes>(ReadOnlySpan<byte> values, ReadOnlySpan<byte> thresholds)
        where TLanes : struct, ILanes<TLanes>
    {
        ulong bits = 0;
        for (int i = 0; i < 64; i += TLanes.ByteCount)
        {
            bits |= TLanes.BytesAbove(TLanes.Load(in values[i]), TLanes.Load(in thresholds[i])) << i;
        }

        return bits;
    }

    private static void ThrowIfLengthsDiffer(int left, int right)
    {
        if (left != right)
        {
            throw new ArgumentException($"The spans have {left} and {right} elements: pass two of the same length.");
        }
    }
}
