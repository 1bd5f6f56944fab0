using WeightlessNet.Bits;
using WeightlessNet.Encoders;
using Xunit;

namespace WeightlessNet.Tests.Encoders;

public sealed class MultiHotEncoderTests
{
    private static readonly MultiHotEncoder Encoder = new(["war", "Noir", "comedy", "war"]);

    [Fact]
    public void Each_word_has_one_bit_in_ordinal_order()
    {
        Assert.Equal(3, Encoder.BitCount);
        Assert.Equal(["Noir", "comedy", "war"], Enumerable.Range(0, 3).Select(Encoder.Describe));
    }

    [Theory]
    [InlineData(0b000)]
    [InlineData(0b000, "WAR", "unheard of", "", null)]
    [InlineData(0b101, "war", "Noir")]
    [InlineData(0b101, "Noir", "war", "Noir", "unheard of", null)]
    [InlineData(0b111, "comedy", "war", "Noir")]
    public void Known_words_set_their_bits_and_no_others(int expected, params string?[] value)
    {
        ulong[] words = [ulong.MaxValue];
        Encoder.Encode(value!, new BitSlice(words, 62 - 3, 3));
        Assert.Equal((ulong.MaxValue & ~(7UL << 59)) | ((ulong)expected << 59), words[0]);
    }

    [Fact]
    public void Null_means_no_words()
    {
        ulong[] words = [ulong.MaxValue];
        Encoder.Encode(null, new BitSlice(words, 0, 3));
        Assert.Equal(ulong.MaxValue & ~7UL, words[0]);
    }

    [Fact]
    public void Bad_input_is_refused()
    {
        ulong[] words = new ulong[1];
        Assert.Equal("destination", Assert.Throws<ArgumentException>(() => Encoder.Encode(["war"], new BitSlice(words, 0, 2))).ParamName);
        Assert.Equal(0UL, words[0]);
        Assert.Equal("words", Assert.Throws<ArgumentNullException>(() => new MultiHotEncoder((string[])null!)).ParamName);
        Assert.Equal("words", Assert.Throws<ArgumentException>(() => new MultiHotEncoder([""])).ParamName);
        Assert.Equal("words", Assert.Throws<ArgumentException>(() => new MultiHotEncoder([null!])).ParamName);
        Assert.Equal("bit", Assert.Throws<ArgumentOutOfRangeException>(() => Encoder.Describe(3)).ParamName);
        Assert.Equal("bit", Assert.Throws<ArgumentOutOfRangeException>(() => Encoder.Describe(-1)).ParamName);
    }
}
