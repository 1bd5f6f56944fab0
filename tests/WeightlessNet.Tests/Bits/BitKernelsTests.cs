using WeightlessNet.Bits;
using Xunit;

namespace WeightlessNet.Tests.Bits;

public sealed class BitKernelsTests
{
    private const int LongestInTests = 256;

    [Fact]
    public void Comparing_bytes_is_the_same_at_every_width_and_length_and_stays_within_bounds()
    {
        using GuardedMemory valueMemory = new(LongestInTests);
        using GuardedMemory thresholdMemory = new(LongestInTests);
        using GuardedMemory patternMemory = new(LongestInTests);
        for (int length = 0; length <= LongestInTests; length++)
        {
            Span<byte> values = valueMemory.Last<byte>(length);
            Span<byte> thresholds = thresholdMemory.Last<byte>(length);
            Fill(values, (ulong)length);
            Fill(thresholds, (ulong)length + 1000);
            ulong[] expected = new ulong[BitSlice.WordCount(length)];
            for (int i = 0; i < length; i++)
            {
                expected[i / 64] |= values[i] > thresholds[i] ? 1UL << (i % 64) : 0;
            }

            foreach (CompareKernel kernel in new CompareKernel[]
            {
                BitKernels.EncodeAbove, BitKernels.EncodeAbove<Lanes512>, BitKernels.EncodeAbove<Lanes256>,
                BitKernels.EncodeAbove<Lanes128>, BitKernels.EncodeAboveScalar,
            })
            {
                Span<ulong> pattern = patternMemory.Last<ulong>(expected.Length);
                pattern.Fill(ulong.MaxValue);
                kernel(values, thresholds, pattern);
                Assert.Equal(expected, pattern.ToArray());
            }
        }
    }

    [Fact]
    public void Patterns_of_different_lengths_are_refused()
    {
        Assert.Throws<ArgumentException>(() => BitKernels.EncodeAbove(new byte[65], new byte[64], new ulong[2]));
        Assert.Throws<ArgumentException>(() => BitKernels.EncodeAbove(new byte[65], new byte[65], new ulong[1]));
        Assert.Throws<ArgumentException>(() => BitKernels.EncodeAboveScalar(new byte[3], new byte[4], new ulong[1]));
    }

    private delegate void CompareKernel(ReadOnlySpan<byte> values, ReadOnlySpan<byte> thresholds, Span<ulong> pattern);

    private static void Fill<T>(Span<T> values, ulong seed)
        where T : unmanaged
    {
        SplitMix64 random = new(seed);
        foreach (ref byte value in System.Runtime.InteropServices.MemoryMarshal.AsBytes(values))
        {
            value = (byte)random.Next();
        }
    }
}
