using WeightlessNet.Encoders;

namespace WeightlessNet.Tests.Encoders;

/// <summary>Texts in messages are not too long, and stay whole letters.</summary>
public sealed class ShownTextTests
{
    [Fact]
    public void A_short_text_is_shown_as_it_is()
    {
        Assert.Equal("", ShownText.Of(null));
        Assert.Equal("", ShownText.Of(""));
        Assert.Equal(new string('a', 60), ShownText.Of(new string('a', 60)));
    }

    [Fact]
    public void A_long_text_is_cut_but_no_letter_of_two_characters()
    {
        Assert.Equal(new string('a', 60) + "...", ShownText.Of(new string('a', 61)));
        Assert.Equal(new string('a', 59) + "...", ShownText.Of(new string('a', 59) + "\U0001F600 and more"));
        Assert.Equal(new string('a', 58) + "\U0001F600...", ShownText.Of(new string('a', 58) + "\U0001F600 and more"));
    }
}
