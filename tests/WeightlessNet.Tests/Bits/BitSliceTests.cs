using WeightlessNet.Bits;
using Xunit;

namespace WeightlessNet.Tests.Bits;

public sealed class BitSliceTests
{
    private const int Longest = 130;
    private const int Words = 5;

    // Row n has its first n bits set.
    private static readonly ulong[][] Ones = [.. Enumerable.Range(0, (Words * 64) + 1).Select(FirstBits)];

    [Fact]
    public void Setting_the_first_bits_sets_only_these_at_every_offset_and_length()
    {
        ulong[] words = new ulong[Words];
        for (int offset = 0; offset <= Longest; offset++)
        {
            for (int length = 0; length <= Longest; length++)
            {
                for (int count = 0; count <= length; count++)
                {
                    Array.Clear(words);
                    new BitSlice(words, offset, length).SetFirst(count);
                    AssertRange(words, offset, offset + count, inverted: 0);
                }
            }
        }
    }

    [Fact]
    public void Clearing_clears_only_the_window_at_every_offset_and_length()
    {
        ulong[] words = new ulong[Words];
        for (int offset = 0; offset <= Longest; offset++)
        {
            for (int length = 0; length <= Longest; length++)
            {
                Array.Fill(words, ulong.MaxValue);
                new BitSlice(words, offset, length).Clear();
                AssertRange(words, offset, offset + length, inverted: ulong.MaxValue);
            }
        }
    }

    [Fact]
    public void Setting_a_bit_sets_only_that_bit_at_every_offset_and_length()
    {
        ulong[] words = new ulong[Words];
        for (int offset = 0; offset <= Longest; offset++)
        {
            for (int length = 1; length <= Longest; length++)
            {
                for (int bit = 0; bit < length; bit++)
                {
                    Array.Clear(words);
                    BitSlice slice = new(words, offset, length);
                    slice.Set(bit);
                    AssertRange(words, offset + bit, offset + bit + 1, inverted: 0);
                    Assert.True(slice[bit]);
                    Assert.False(slice[(bit + 1) % length] && length > 1);
                }
            }
        }
    }

    [Fact]
    public void Setting_bits_keeps_the_bits_already_set()
    {
        ulong[] words = [0b1001];
        BitSlice slice = new(words, 1, 3);
        slice.Set(2);
        slice.Set(0);
        slice.SetFirst(1);
        Assert.Equal(0b1011UL, words[0]);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(63, 1)]
    [InlineData(64, 1)]
    [InlineData(65, 2)]
    [InlineData(128, 2)]
    [InlineData(int.MaxValue, 1 << 25)]
    public void The_word_count_is_rounded_up(int bits, int words) => Assert.Equal(words, BitSlice.WordCount(bits));

    [Fact]
    public void A_negative_number_of_bits_is_refused() =>
        Assert.Equal("bitCount", Assert.Throws<ArgumentOutOfRangeException>(() => BitSlice.WordCount(-1)).ParamName);

    [Theory]
    [InlineData(-1, 1, "offset")]
    [InlineData(0, -1, "length")]
    [InlineData(0, 129, "length")]
    [InlineData(128, 1, "length")]
    [InlineData(int.MaxValue, int.MaxValue, "length")]
    public void A_window_beyond_the_pattern_is_refused(int offset, int length, string parameter)
    {
        ulong[] words = new ulong[2];
        Assert.Equal(parameter, Assert.Throws<ArgumentOutOfRangeException>(() => { _ = new BitSlice(words, offset, length); }).ParamName);
    }

    [Theory]
    [InlineData(0, 128)]
    [InlineData(128, 0)]
    [InlineData(64, 64)]
    public void A_window_may_end_with_the_pattern(int offset, int length) =>
        Assert.Equal(length, new BitSlice(new ulong[2], offset, length).Length);

    [Theory]
    [InlineData(-1)]
    [InlineData(10)]
    [InlineData(int.MaxValue)]
    public void A_bit_beyond_the_window_is_refused_and_nothing_is_written(int bit)
    {
        ulong[] words = new ulong[1];
        Assert.Equal("bit", Assert.Throws<ArgumentOutOfRangeException>(() => new BitSlice(words, 5, 10).Set(bit)).ParamName);
        Assert.Equal("bit", Assert.Throws<ArgumentOutOfRangeException>(() => new BitSlice(words, 5, 10)[bit]).ParamName);
        Assert.Equal(0UL, words[0]);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(11)]
    public void More_first_bits_than_the_window_has_are_refused_and_nothing_is_written(int count)
    {
        ulong[] words = new ulong[1];
        Assert.Equal("count", Assert.Throws<ArgumentOutOfRangeException>(() => new BitSlice(words, 5, 10).SetFirst(count)).ParamName);
        Assert.Equal(0UL, words[0]);
    }

    private static ulong[] FirstBits(int count)
    {
        ulong[] words = new ulong[Words];
        for (int bit = 0; bit < count; bit++)
        {
            words[bit / 64] |= 1UL << (bit % 64);
        }

        return words;
    }

    private static void AssertRange(ulong[] words, int start, int end, ulong inverted)
    {
        for (int word = 0; word < Words; word++)
        {
            ulong expected = (Ones[end][word] & ~Ones[start][word]) ^ inverted;
            if (words[word] != expected)
            {
                Assert.Fail($"Bits {start}..{end}: word {word} is {words[word]:X16}, expected {expected:X16}.");
            }
        }
    }
}
