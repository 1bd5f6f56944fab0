using WeightlessNet.Bits;
using WeightlessNet.Encoders;
using Xunit;

namespace WeightlessNet.Tests.Encoders;

public sealed class OneHotEncoderTests
{
    private static readonly OneHotEncoder Encoder = new(["war", "Noir", "comedy", "war"]);

    [Fact]
    public void Each_word_has_one_bit_in_ordinal_order()
    {
        Assert.Equal(3, Encoder.BitCount);
        Assert.Equal(["Noir", "comedy", "war"], Enumerable.Range(0, 3).Select(Encoder.Describe));
    }

    [Theory]
    [InlineData("Noir", 0b001)]
    [InlineData("comedy", 0b010)]
    [InlineData("war", 0b100)]
    [InlineData("War", 0)]
    [InlineData("unheard of", 0)]
    [InlineData("", 0)]
    [InlineData(null, 0)]
    public void A_known_word_sets_its_bit_and_other_values_set_none(string? word, int expected)
    {
        ulong[] words = [ulong.MaxValue];
        Encoder.Encode(word, new BitSlice(words, 4, 3));
        Assert.Equal((ulong.MaxValue & ~0x70UL) | ((ulong)expected << 4), words[0]);
    }

    [Fact]
    public void A_vocabulary_may_be_empty()
    {
        OneHotEncoder empty = new([]);
        empty.Encode("war", new BitSlice(new ulong[1], 0, 0));
        Assert.Equal(0, empty.BitCount);
        Assert.Equal("bit", Assert.Throws<ArgumentOutOfRangeException>(() => empty.Describe(0)).ParamName);
    }

    [Fact]
    public void Bad_input_is_refused()
    {
        ulong[] words = new ulong[1];
        Assert.Equal("destination", Assert.Throws<ArgumentException>(() => Encoder.Encode("war", new BitSlice(words, 0, 4))).ParamName);
        Assert.Equal(0UL, words[0]);
        Assert.Equal("words", Assert.Throws<ArgumentNullException>(() => new OneHotEncoder((string[])null!)).ParamName);
        Assert.Equal("words", Assert.Throws<ArgumentException>(() => new OneHotEncoder(["war", ""])).ParamName);
        Assert.Equal("words", Assert.Throws<ArgumentException>(() => new OneHotEncoder(["war", null!])).ParamName);
        Assert.Equal("bit", Assert.Throws<ArgumentOutOfRangeException>(() => Encoder.Describe(3)).ParamName);
        Assert.Equal("bit", Assert.Throws<ArgumentOutOfRangeException>(() => Encoder.Describe(-1)).ParamName);
    }
}
