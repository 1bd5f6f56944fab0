using System.Globalization;
using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.Models;
using WeightlessNet.Tests.LookupNetworks;

namespace WeightlessNet.Tests.Models;

/// <summary>The text of models with 8-bit cells as source code, and what is refused.</summary>
public sealed class Int8MarginModelSourceTests
{
    [Theory]
    [InlineData("")]
    [InlineData("7digits")]
    [InlineData("my digits")]
    [InlineData("while")]
    public void Names_that_C_does_not_have_are_refused(string name)
    {
        Int8MarginModel<int> model = Small();
        ArgumentException refusal = Assert.Throws<ArgumentException>(nameof(name), () => model.WriteC(TextWriter.Null, name));
        Assert.Contains($"'{name}'", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(nameof(name), () => model.WriteCHeader(TextWriter.Null, name));
    }

    [Theory]
    [InlineData("Digits", "has no namespace")]
    [InlineData("Acme.My-Digits", "'My-Digits' in")]
    [InlineData("Acme.event", "'event' in 'Acme.event' is a keyword")]
    [InlineData("Acme.Scores", "also a member")]
    public void Names_that_a_class_of_CSharp_cannot_have_are_refused(string typeName, string message)
    {
        Int8MarginModel<int> model = Small();
        ArgumentException refusal = Assert.Throws<ArgumentException>(
            nameof(typeName), () => model.WriteCSharp(TextWriter.Null, typeName));
        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_may_have_a_name_that_is_a_member_of_networks_only() => Small().WriteCSharp(TextWriter.Null, "Acme.Votes");

    [Fact]
    public void Missing_arguments_are_refused_by_name()
    {
        Int8MarginModel<int> model = Small();
        Assert.Throws<ArgumentNullException>("model", () => Int8MarginModelSource.WriteC<int>(null!, TextWriter.Null, "x"));
        Assert.Throws<ArgumentNullException>("model", () => Int8MarginModelSource.WriteCHeader<int>(null!, TextWriter.Null, "x"));
        Assert.Throws<ArgumentNullException>("model", () => Int8MarginModelSource.WriteCSharp<int>(null!, TextWriter.Null, "A.X"));
        Assert.Throws<ArgumentNullException>("destination", () => model.WriteC(null!, "x"));
        Assert.Throws<ArgumentNullException>("destination", () => model.WriteCHeader(null!, "x"));
        Assert.Throws<ArgumentNullException>("destination", () => model.WriteCSharp(null!, "A.X"));
        Assert.Throws<ArgumentNullException>("name", () => model.WriteC(TextWriter.Null, null!));
        Assert.Throws<ArgumentNullException>("typeName", () => model.WriteCSharp(TextWriter.Null, null!));
    }

    [Fact]
    public void A_model_of_too_many_cells_is_refused_and_told_which_layer_fits()
    {
        // 17 nodes of 65,536 addresses and 16 classes.
        InputLayer layer = new(TupleMapping.Random(100, 16, 17, 3));
        Int8MarginModel<int> model = new MarginClassifier<int>(layer, Enumerable.Range(0, 16)).ToInt8();
        string message = Assert.Throws<InvalidOperationException>(() => model.WriteC(TextWriter.Null, "x")).Message;
        Assert.Contains("17,825,792 cells", message, StringComparison.Ordinal);
        Assert.Contains("500 tuples of 6 bits", message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => model.WriteCSharp(TextWriter.Null, "A.X"));
    }

    [Fact]
    public void A_model_that_would_need_too_much_stack_is_refused()
    {
        InputLayer layer = new(TupleMapping.Random(300_000, 5, 60_000, 3));
        Int8MarginModel<int> model = new MarginClassifier<int>(layer, [0, 1]).ToInt8();
        Assert.Contains(
            "300008 bytes of stack",
            Assert.Throws<InvalidOperationException>(() => model.WriteC(TextWriter.Null, "x")).Message,
            StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => model.WriteCSharp(TextWriter.Null, "A.X"));
    }

    [Fact]
    public void The_text_is_the_same_in_every_culture_and_ASCII_with_line_feeds()
    {
        CultureInfo own = CultureInfo.CurrentCulture;
        foreach (string name in (string[])["numbers", "pixels"])
        {
            SourceCase source = MarginCases.Of(name);
            string[] texts = Texts(source);
            CultureInfo other = new("")
            {
                NumberFormat = new NumberFormatInfo { NegativeSign = "minus", NumberDecimalSeparator = ",", PositiveSign = "plus" },
            };
            try
            {
                CultureInfo.CurrentCulture = other;
                Assert.Equal(texts, Texts(source));
            }
            finally
            {
                CultureInfo.CurrentCulture = own;
            }

            Assert.All(texts, static text => Assert.DoesNotContain(text, static letter => letter is not ('\n' or (>= ' ' and <= '~'))));
            Assert.All(texts, static text => Assert.EndsWith("\n", text, StringComparison.Ordinal));
            Assert.All(texts.SelectMany(static text => text.Split('\n')), static line => Assert.InRange(line.Length, 0, 140));
        }
    }

    [Fact]
    public void The_text_of_a_small_model_is_as_expected()
    {
        SourceCase source = MarginCases.CaseOf(Small(), [], [], []);
        Assert.Equal(Golden("small.c"), SourceCase.TextOf(source.WriteC, "small"));
        Assert.Equal(Golden("small.h"), SourceCase.TextOf(source.WriteCHeader, "small"));
        Assert.Equal(Golden("Small.cs.txt"), SourceCase.TextOf(source.WriteCSharp, "Acme.Small"));
    }

    private static string Golden(string name) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Models", "Golden", name)).ReplaceLineEndings("\n");

    private static string[] Texts(SourceCase source) =>
    [
        SourceCase.TextOf(source.WriteC, "a_b"),
        SourceCase.TextOf(source.WriteCHeader, "a_b"),
        SourceCase.TextOf(source.WriteCSharp, "Acme.Vision.Digits"),
    ];

    // Two classes in another order than that of their labels; cells of 9 bits.
    private static Int8MarginModel<int> Small()
    {
        SplitMix64 random = new(2);
        ThermometerRetina retina = new(2, [-1.5, 0, 0.1, 20, 21.5, 300]);
        InputLayer layer = new(retina, new TupleMapping(6, 3, [0, 1, 3, 5, 4, 2]));
        return MarginCases.Model(layer, [3, -7], 255, ref random);
    }
}
