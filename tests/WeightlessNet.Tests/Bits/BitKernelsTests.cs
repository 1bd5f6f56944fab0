using System.Globalization;
using WeightlessNet.Bits;
using Xunit;

namespace WeightlessNet.Tests.Bits;

public sealed class BitKernelsTests
{
    private const int LongestInTests = 256;

    [Fact]
    public void The_vector_width_is_the_one_that_the_run_expects()
    {
        string? expected = Environment.GetEnvironmentVariable("WEIGHTLESSNET_EXPECTED_VECTOR_BITS");
        int[] possible = expected is null ? [512, 256, 128, 0] : [int.Parse(expected, CultureInfo.InvariantCulture)];

        Assert.Contains(BitKernels.VectorBits, possible);
    }

    [Fact]
    public void Xor_is_the_same_at_every_width_and_length_and_stays_within_bounds()
    {
        using GuardedMemory sourceMemory = new(LongestInTests);
        using GuardedMemory targetMemory = new(LongestInTests);
        for (int length = 0; length <= LongestInTests; length++)
        {
            Span<byte> source = sourceMemory.Last<byte>(length);
            Span<byte> target = targetMemory.Last<byte>(length);
            Fill(source, (ulong)length);
            byte[] before = new byte[length];
            Fill<byte>(before, (ulong)length + 1000);
            byte[] expected = [.. before];
            for (int i = 0; i < length; i++)
            {
                expected[i] = (byte)(before[i] ^ source[i]);
            }

            foreach (XorKernel kernel in new XorKernel[]
                { BitKernels.Xor, BitKernels.Xor<Lanes512>, BitKernels.Xor<Lanes256>, BitKernels.Xor<Lanes128>, BitKernels.XorScalar })
            {
                before.CopyTo(target);
                kernel(source, target);
                Assert.Equal(expected, target.ToArray());
            }
        }
    }

    [Fact]
    public void Counts_are_the_same_at_every_width_and_length_and_stay_within_bounds()
    {
        using GuardedMemory leftMemory = new(LongestInTests * sizeof(ulong));
        using GuardedMemory rightMemory = new(LongestInTests * sizeof(ulong));
        for (int length = 0; length <= LongestInTests; length++)
        {
            Span<ulong> left = leftMemory.Last<ulong>(length);
            Span<ulong> right = rightMemory.Last<ulong>(length);
            Fill(left, (ulong)length);
            Fill(right, (ulong)length + 1000);
            AssertCounts(left, right);

            // All bits set: the byte sums of the kernels are as great as they get.
            left.Fill(ulong.MaxValue);
            right.Clear();
            AssertCounts(left, right);
        }
    }

    [Fact]
    public void Comparing_bytes_is_the_same_at_every_width_and_length_and_stays_within_bounds()
    {
        using GuardedMemory valueMemory = new(LongestInTests);
        using GuardedMemory thresholdMemory = new(LongestInTests);
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
                ulong[] pattern = new ulong[expected.Length];
                Array.Fill(pattern, ulong.MaxValue);
                kernel(values, thresholds, pattern);
                Assert.Equal(expected, pattern);
            }
        }
    }

    [Fact]
    public void Patterns_of_different_lengths_are_refused()
    {
        Assert.Throws<ArgumentException>(() => BitKernels.Xor(new byte[3], new byte[4]));
        Assert.Throws<ArgumentException>(() => BitKernels.HammingDistance(new ulong[3], new ulong[4]));
        Assert.Throws<ArgumentException>(() => BitKernels.IntersectionCount(new ulong[4], new ulong[3]));
    }

    private delegate void CompareKernel(ReadOnlySpan<byte> values, ReadOnlySpan<byte> thresholds, Span<ulong> pattern);

    private delegate void XorKernel(ReadOnlySpan<byte> source, Span<byte> destination);

    private static void AssertCounts(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right)
    {
        long set = 0;
        long different = 0;
        long common = 0;
        for (int bit = 0; bit < left.Length * 64; bit++)
        {
            ulong l = (left[bit / 64] >> (bit % 64)) & 1;
            ulong r = (right[bit / 64] >> (bit % 64)) & 1;
            set += (long)l;
            different += (long)(l ^ r);
            common += (long)(l & r);
        }

        Assert.Equal(set, BitKernels.PopCount(left));
        Assert.Equal(set, BitKernels.PopCount<Lanes512>(left));
        Assert.Equal(set, BitKernels.PopCount<Lanes256>(left));
        Assert.Equal(set, BitKernels.PopCount<Lanes128>(left));
        Assert.Equal(set, BitKernels.PopCountScalar(left));
        Assert.Equal(different, BitKernels.HammingDistance(left, right));
        Assert.Equal(different, BitKernels.HammingDistance<Lanes512>(left, right));
        Assert.Equal(different, BitKernels.HammingDistance<Lanes256>(left, right));
        Assert.Equal(different, BitKernels.HammingDistance<Lanes128>(left, right));
        Assert.Equal(different, BitKernels.HammingDistanceScalar(left, right));
        Assert.Equal(common, BitKernels.IntersectionCount(left, right));
        Assert.Equal(common, BitKernels.IntersectionCount<Lanes512>(left, right));
        Assert.Equal(common, BitKernels.IntersectionCount<Lanes256>(left, right));
        Assert.Equal(common, BitKernels.IntersectionCount<Lanes128>(left, right));
        Assert.Equal(common, BitKernels.IntersectionCountScalar(left, right));
    }

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
