using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace WeightlessNet.Bits;

/// <summary>What is computed over whole bit patterns, at the widest vector of the machine or at a given one.</summary>
internal static class BitKernels
{
    /// <summary>The widest vector that the machine accelerates, in bits: 512, 256, 128 or 0.</summary>
    public static int VectorBits =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;

    /// <summary>Writes destination XOR source into destination.</summary>
    public static void Xor(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        switch (VectorBits)
        {
            case 512: Xor<Lanes512>(source, destination); break;
            case 256: Xor<Lanes256>(source, destination); break;
            case 128: Xor<Lanes128>(source, destination); break;
            default: XorScalar(source, destination); break;
        }
    }

    /// <summary>How many bits are set.</summary>
    public static long PopCount(ReadOnlySpan<ulong> pattern) => VectorBits switch
    {
        512 => PopCount<Lanes512>(pattern),
        256 => PopCount<Lanes256>(pattern),
        _ => PopCountScalar(pattern),
    };

    /// <summary>In how many bits two patterns of the same length differ.</summary>
    public static long HammingDistance(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right) => VectorBits switch
    {
        512 => HammingDistance<Lanes512>(left, right),
        256 => HammingDistance<Lanes256>(left, right),
        _ => HammingDistanceScalar(left, right),
    };

    /// <summary>How many bits are set in both of two patterns of the same length.</summary>
    public static long IntersectionCount(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right) => VectorBits switch
    {
        512 => IntersectionCount<Lanes512>(left, right),
        256 => IntersectionCount<Lanes256>(left, right),
        _ => IntersectionCountScalar(left, right),
    };

    public static void Xor<TLanes>(ReadOnlySpan<byte> source, Span<byte> destination)
        where TLanes : struct, ILanes<TLanes>
    {
        ThrowIfNotAsLong(source.Length, destination.Length);
        int i = 0;
        for (; i <= source.Length - TLanes.ByteCount; i += TLanes.ByteCount)
        {
            ref byte target = ref destination[i];
            TLanes.Store(TLanes.Xor(TLanes.Load(in source[i]), TLanes.Load(ref target)), ref target);
        }

        XorScalar(source[i..], destination[i..]);
    }

    public static void XorScalar(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        ThrowIfNotAsLong(source.Length, destination.Length);
        for (int i = 0; i < source.Length; i++)
        {
            destination[i] ^= source[i];
        }
    }

    public static long PopCount<TLanes>(ReadOnlySpan<ulong> pattern)
        where TLanes : struct, ILanes<TLanes>
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(pattern);
        long count = 0;
        int i = 0;
        while (i <= bytes.Length - TLanes.ByteCount)
        {
            // A byte holds the sum of 31 counts of up to 8.
            TLanes sum = TLanes.Zero;
            for (int part = 0; part < 31 && i <= bytes.Length - TLanes.ByteCount; part++, i += TLanes.ByteCount)
            {
                sum = TLanes.AddBytes(sum, TLanes.PopCountOfBytes(TLanes.Load(in bytes[i])));
            }

            count += TLanes.SumOfBytes(sum);
        }

        return count + PopCountScalar(pattern[(i / sizeof(ulong))..]);
    }

    public static long PopCountScalar(ReadOnlySpan<ulong> pattern)
    {
        long count = 0;
        foreach (ulong word in pattern)
        {
            count += BitOperations.PopCount(word);
        }

        return count;
    }

    public static long HammingDistance<TLanes>(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right)
        where TLanes : struct, ILanes<TLanes>
    {
        ThrowIfNotAsLong(left.Length, right.Length);
        ReadOnlySpan<byte> leftBytes = MemoryMarshal.AsBytes(left);
        ReadOnlySpan<byte> rightBytes = MemoryMarshal.AsBytes(right);
        long count = 0;
        int i = 0;
        while (i <= leftBytes.Length - TLanes.ByteCount)
        {
            TLanes sum = TLanes.Zero;
            for (int part = 0; part < 31 && i <= leftBytes.Length - TLanes.ByteCount; part++, i += TLanes.ByteCount)
            {
                TLanes difference = TLanes.Xor(TLanes.Load(in leftBytes[i]), TLanes.Load(in rightBytes[i]));
                sum = TLanes.AddBytes(sum, TLanes.PopCountOfBytes(difference));
            }

            count += TLanes.SumOfBytes(sum);
        }

        int word = i / sizeof(ulong);
        return count + HammingDistanceScalar(left[word..], right[word..]);
    }

    public static long HammingDistanceScalar(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right)
    {
        ThrowIfNotAsLong(left.Length, right.Length);
        long count = 0;
        for (int i = 0; i < left.Length; i++)
        {
            count += BitOperations.PopCount(left[i] ^ right[i]);
        }

        return count;
    }

    public static long IntersectionCount<TLanes>(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right)
        where TLanes : struct, ILanes<TLanes>
    {
        ThrowIfNotAsLong(left.Length, right.Length);
        ReadOnlySpan<byte> leftBytes = MemoryMarshal.AsBytes(left);
        ReadOnlySpan<byte> rightBytes = MemoryMarshal.AsBytes(right);
        long count = 0;
        int i = 0;
        while (i <= leftBytes.Length - TLanes.ByteCount)
        {
            TLanes sum = TLanes.Zero;
            for (int part = 0; part < 31 && i <= leftBytes.Length - TLanes.ByteCount; part++, i += TLanes.ByteCount)
            {
                TLanes common = TLanes.And(TLanes.Load(in leftBytes[i]), TLanes.Load(in rightBytes[i]));
                sum = TLanes.AddBytes(sum, TLanes.PopCountOfBytes(common));
            }

            count += TLanes.SumOfBytes(sum);
        }

        int word = i / sizeof(ulong);
        return count + IntersectionCountScalar(left[word..], right[word..]);
    }

    public static long IntersectionCountScalar(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right)
    {
        ThrowIfNotAsLong(left.Length, right.Length);
        long count = 0;
        for (int i = 0; i < left.Length; i++)
        {
            count += BitOperations.PopCount(left[i] & right[i]);
        }

        return count;
    }

    /// <summary>Writes a pattern of one bit for each value, set where the value is above its threshold.</summary>
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

    public static void EncodeAbove<TLanes>(ReadOnlySpan<byte> values, ReadOnlySpan<byte> thresholds, Span<ulong> pattern)
        where TLanes : struct, ILanes<TLanes>
    {
        ThrowIfNotAsLong(values.Length, thresholds.Length);
        ThrowIfNotAsLong(BitSlice.WordCount(values.Length), pattern.Length);
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

        // The last word looks back over values that the one before has seen.
        int tail = values.Length & 63;
        if (tail != 0)
        {
            pattern[words] = WordAbove<TLanes>(values[^64..], thresholds[^64..]) >> (64 - tail);
        }
    }

    public static void EncodeAboveScalar(ReadOnlySpan<byte> values, ReadOnlySpan<byte> thresholds, Span<ulong> pattern)
    {
        ThrowIfNotAsLong(values.Length, thresholds.Length);
        ThrowIfNotAsLong(BitSlice.WordCount(values.Length), pattern.Length);
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

    private static void ThrowIfNotAsLong(int left, int right)
    {
        if (left != right)
        {
            throw new ArgumentException($"The spans have {left} and {right} elements.");
        }
    }
}
