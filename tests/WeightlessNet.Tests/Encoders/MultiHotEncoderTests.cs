using WeightlessNet.Bits;
using WeightlessNet.Encoders;
using Xunit;

namespace WeightlessNet.Tests.Encoders;

public sealed class MultiHotEncoderTests
{
    private static readonly MultiHotEncoder Encoder = new(["war", "Noir", "comedy", "war"]);

    [Fact]
    public void Words_stand_once_each_in_ordinal_order()
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
    public void Every_known_word_sets_its_bit_and_no_other_bit_is_set(int expected, params string?[] value)
    {
        ulong[] words = [ulong.MaxValue];
        Encoder.Encode(value!, new BitSlice(words, 62 - 3, 3));
        Assert.Equal((ulong.MaxValue & ~(7UL << 59)) | ((ulong)expected << 59), words[0]);
    }

    [Fact]
    public void No_words_at_all_are_as_good_as_none()
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
