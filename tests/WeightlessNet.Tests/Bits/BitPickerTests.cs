using WeightlessNet.Bits;

namespace WeightlessNet.Tests.Bits;

public class BitPickerTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(3, 512)]
    [InlineData(7, 513)]
    [InlineData(8, 1024)]
    [InlineData(9, 1025)]
    [InlineData(20, 17_000)]
    [InlineData(5, 255 * 1024)]
    public void Permutations_pick_the_bits_and_read_nothing_beyond_the_blocks(int words, int patternBits)
    {
        SplitMix64 random = new((ulong)(words + patternBits));
        int[] bits = new int[words * 64];
        for (int i = 0; i < bits.Length; i++)
        {
            // Near bits and far ones.
            int first = i / 64 % 2 == 0 ? 0 : random.Next(patternBits);
            bits[i] = random.Next(10) == 0 ? BitPicker.None : first + random.Next(patternBits - first);
        }

        BitPicker picker = new(bits);
        Assert.Equal(words, picker.WordCount);
        Assert.True(picker.PatternWords <= (patternBits + 1023) / 1024 * BitPicker.BlockWords);
        using GuardedMemory patternPages = new(Math.Max(1, picker.PatternWords * sizeof(ulong)));
        Span<ulong> pattern = patternPages.Last<ulong>(picker.PatternWords);
        foreach (ref ulong word in pattern)
        {
            word = random.Next();
        }

        ulong[] expected = new ulong[words];
        for (int i = 0; i < bits.Length; i++)
        {
            bool isSet = bits[i] != BitPicker.None && (pattern[bits[i] / 64] >> (bits[i] % 64) & 1) != 0;
            expected[i / 64] |= isSet ? 1UL << (i % 64) : 0;
        }

        ulong[] result = [.. Enumerable.Repeat(ulong.MaxValue, words)];
        picker.Pick(pattern, result);
        Assert.Equal(expected, result);
        result = [.. Enumerable.Repeat(ulong.MaxValue, words)];
        picker.PickOneByOne(pattern, result);
        Assert.Equal(expected, result);
    }

    [Fact]
    public void Wrong_bits_and_lengths_are_refused()
    {
        int[] bits = new int[64];
        Assert.Throws<ArgumentException>("bits", () => new BitPicker(new int[63]));
        bits[5] = -2;
        Assert.Throws<ArgumentOutOfRangeException>("bits", () => new BitPicker(bits));
        bits[5] = 255 * 1024;
        Assert.Throws<ArgumentOutOfRangeException>("bits", () => new BitPicker(bits));
        Assert.False(BitPicker.CanHave(bits[5] + 1));
        bits[5]--;
        BitPicker picker = new(bits);
        Assert.Throws<ArgumentException>("pattern", () => picker.Pick(new ulong[picker.PatternWords - 1], new ulong[1]));
        Assert.Throws<ArgumentException>("result", () => picker.Pick(new ulong[picker.PatternWords], new ulong[2]));
        Assert.Throws<ArgumentException>("pattern", () => picker.PickOneByOne(new ulong[picker.PatternWords - 1], new ulong[1]));
        Assert.Throws<ArgumentException>("result", () => picker.PickOneByOne(new ulong[picker.PatternWords], []));
        bits[5] = int.MaxValue;
        Assert.Throws<ArgumentOutOfRangeException>("bits", () => new BitPicker(bits));
    }
}
