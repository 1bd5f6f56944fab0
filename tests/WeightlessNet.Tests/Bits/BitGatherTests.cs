using WeightlessNet.Bits;

namespace WeightlessNet.Tests.Bits;

public class BitGatherTests
{
    public static TheoryData<int> WordCounts => [.. Enumerable.Range(0, 67), 127, 128, 256];

    [Theory]
    [MemberData(nameof(WordCounts))]
    public void Every_width_gathers_the_same_bits_and_reads_nothing_beyond_the_pattern(int words)
    {
        SplitMix64 random = new((ulong)words + 1);
        int[] bits = new int[words * 64];
        foreach (ref int bit in bits.AsSpan())
        {
            bit = random.Next(10) == 0 ? BitGather.None : random.Next(BitGather.PatternBits);
        }

        using GuardedMemory patternPages = new(BitGather.PatternBytes);
        using GuardedMemory resultPages = new(Math.Max(1, words * sizeof(ulong)));
        Span<ulong> pattern = patternPages.Last<ulong>(BitGather.PatternWords);
        foreach (ref ulong word in pattern)
        {
            word = random.Next();
        }

        Span<ulong> result = resultPages.Last<ulong>(words);
        ulong[] expected = new ulong[words];
        for (int i = 0; i < bits.Length; i++)
        {
            bool isSet = bits[i] != BitGather.None && (pattern[bits[i] / 64] >> (bits[i] % 64) & 1) != 0;
            expected[i / 64] |= isSet ? 1UL << (i % 64) : 0;
        }

        BitGather gather = new(bits);
        Assert.Equal(words, gather.WordCount);
        AssertGathers<BitGatherWidthScalar>(gather, pattern, result, expected);
        AssertGathers<BitGatherWidth128>(gather, pattern, result, expected);
        AssertGathers<BitGatherWidth256>(gather, pattern, result, expected);
        AssertGathers<BitGatherWidth512>(gather, pattern, result, expected);
        result.Fill(ulong.MaxValue);
        gather.Gather(pattern, result);
        Assert.Equal(expected, result.ToArray());
    }

    [Fact]
    public void Every_bit_of_the_pattern_reaches_every_bit_of_a_word_at_every_width()
    {
        ulong[] pattern = new ulong[BitGather.PatternWords];
        ulong[] result = new ulong[1];
        int[] bits = new int[64];
        for (int bit = 0; bit < BitGather.PatternBits; bit++)
        {
            int lane = bit * 7 % 64;
            Array.Fill(bits, (bit + 1) % BitGather.PatternBits);
            bits[lane] = bit;
            pattern[bit / 64] = 1UL << (bit % 64);
            BitGather gather = new(bits);
            ulong[] expected = [1UL << lane];

            AssertGathers<BitGatherWidthScalar>(gather, pattern, result, expected);
            AssertGathers<BitGatherWidth128>(gather, pattern, result, expected);
            AssertGathers<BitGatherWidth256>(gather, pattern, result, expected);
            AssertGathers<BitGatherWidth512>(gather, pattern, result, expected);
            pattern[bit / 64] = 0;
        }
    }

    [Fact]
    public void Spans_and_bits_that_do_not_fit_are_refused()
    {
        BitGather gather = new(new int[64]);

        Assert.Throws<ArgumentException>("bits", () => new BitGather(new int[63]));
        Assert.Throws<ArgumentOutOfRangeException>("bits", () => new BitGather([.. Enumerable.Repeat(1024, 64)]));
        Assert.Throws<ArgumentOutOfRangeException>("bits", () => new BitGather([.. Enumerable.Repeat(-2, 64)]));
        Assert.Throws<ArgumentException>("pattern", () => gather.Gather(new ulong[15], new ulong[1]));
        Assert.Throws<ArgumentException>("result", () => gather.Gather(new ulong[16], new ulong[2]));
    }

    private static void AssertGathers<TWidth>(BitGather gather, ReadOnlySpan<ulong> pattern, Span<ulong> result, ulong[] expected)
        where TWidth : struct, IBitGatherWidth
    {
        result.Fill(ulong.MaxValue);
        gather.Gather<TWidth>(pattern, result);
        Assert.Equal(expected, result.ToArray());
    }
}
