using System.Globalization;
using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.LookupNetworks;
using WeightlessNet.LookupNetworks.Internals;
using WeightlessNet.SourceCode;

namespace WeightlessNet.Tests.LookupNetworks;

/// <summary>The text of networks as source code, and the names that it may have.</summary>
public sealed class LookupNetworkSourceTests
{
    [Theory]
    [InlineData("")]
    [InlineData("7digits")]
    [InlineData("_digits")]
    [InlineData("my digits")]
    [InlineData("my-digits")]
    [InlineData("größe")]
    [InlineData("while")]
    [InlineData("x\ny")]
    public void Names_that_C_does_not_have_are_refused(string name)
    {
        LookupNetwork<int> network = Small();
        ArgumentException refusal = Assert.Throws<ArgumentException>(nameof(name), () => network.WriteC(TextWriter.Null, name));
        Assert.Contains($"'{name}'", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(nameof(name), () => network.WriteCHeader(TextWriter.Null, name));
    }

    [Theory]
    [InlineData("", "has no namespace")]
    [InlineData("Digits", "has no namespace")]
    [InlineData("Acme.", "'' in 'Acme.'")]
    [InlineData(".Digits", "'' in")]
    [InlineData("Acme..Digits", "'' in")]
    [InlineData("Acme.7Digits", "'7Digits' in")]
    [InlineData("Acme.My-Digits", "'My-Digits' in")]
    [InlineData("Acme.Digits<int>", "'Digits<int>' in")]
    [InlineData("new.Digits", "'new' in 'new.Digits' is a keyword")]
    [InlineData("Acme.event", "'event' in 'Acme.event' is a keyword")]
    [InlineData("Acme.record", "lower-case letters only")]
    [InlineData("Acme.Votes", "also a member")]
    [InlineData("Acme.OutputInputs", "also a member")]
    public void Names_that_a_class_of_CSharp_cannot_have_are_refused(string typeName, string message)
    {
        LookupNetwork<int> network = Small();
        ArgumentException refusal = Assert.Throws<ArgumentException>(
            nameof(typeName), () => network.WriteCSharp(TextWriter.Null, typeName));
        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_arguments_are_refused_by_name()
    {
        LookupNetwork<int> network = Small();
        Assert.Throws<ArgumentNullException>("network", () => LookupNetworkSource.WriteC<int>(null!, TextWriter.Null, "x"));
        Assert.Throws<ArgumentNullException>("network", () => LookupNetworkSource.WriteCSharp<int>(null!, TextWriter.Null, "A.X"));
        Assert.Throws<ArgumentNullException>("destination", () => network.WriteCHeader(null!, "x"));
        Assert.Throws<ArgumentNullException>("destination", () => network.WriteCSharp(null!, "A.X"));
        Assert.Throws<ArgumentNullException>("name", () => network.WriteC(TextWriter.Null, null!));
        Assert.Throws<ArgumentNullException>("typeName", () => network.WriteCSharp(TextWriter.Null, null!));
    }

    [Fact]
    public void A_network_that_would_need_too_much_stack_is_refused()
    {
        SplitMix64 random = new(1);
        InputLayer layer = new(TupleMapping.Random(300_000, TableBlock.Pins, 50_000, 3));
        LookupNetwork<int> network = SourceCases.Network(layer, null, [0, 1], ref random);
        Assert.Contains(
            "300008 bytes of stack",
            Assert.Throws<InvalidOperationException>(() => network.WriteC(TextWriter.Null, "x")).Message,
            StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => network.WriteCSharp(TextWriter.Null, "A.X"));

        InputLayer hidden = new(TupleMapping.Random(60, TableBlock.Pins, 262_100, 3));
        network = SourceCases.Network(hidden, TupleMapping.Random(262_100, TableBlock.Pins, 4, 3), [0, 1], ref random);
        Assert.Contains(
            "262168 bytes of stack",
            Assert.Throws<InvalidOperationException>(() => network.WriteC(TextWriter.Null, "x")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_is_the_same_in_every_culture_and_ASCII_with_line_feeds()
    {
        CultureInfo own = CultureInfo.CurrentCulture;
        foreach (string name in (string[])["numbers", "pixels", "hidden"])
        {
            SourceCase source = SourceCases.Of(name);
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

            Assert.All(texts, static text => Assert.All(text, static letter => Assert.True(letter is '\n' or (>= ' ' and <= '~'))));
            Assert.All(texts, static text => Assert.EndsWith("\n", text, StringComparison.Ordinal));
            Assert.All(texts.SelectMany(static text => text.Split('\n')), static line => Assert.InRange(line.Length, 0, 140));
        }
    }

    [Theory]
    [InlineData(0.0, "0x0p+0")]
    [InlineData(1.0, "0x1p+0")]
    [InlineData(0.75, "0x1.8p-1")]
    [InlineData(0.1, "0x1.999999999999ap-4")]
    [InlineData(double.MaxValue, "0x1.fffffffffffffp+1023")]
    [InlineData(double.Epsilon, "0x0.0000000000001p-1022")]
    [InlineData(2.2250738585072014e-308, "0x1p-1022")]
    public void Numbers_of_C_are_exact(double number, string text)
    {
        Assert.Equal(text, SourceText.HexadecimalFloat(number));
        Assert.Equal("-" + text, SourceText.HexadecimalFloat(-number));
    }

    [Fact]
    public void The_text_of_a_small_network_is_as_expected()
    {
        SourceCase source = SourceCase.Of(Small(), [], [], []);
        Assert.Equal(File.ReadAllText(Golden("tiny.c")).ReplaceLineEndings("\n"), SourceCase.TextOf(source.WriteC, "tiny"));
        Assert.Equal(File.ReadAllText(Golden("tiny.h")).ReplaceLineEndings("\n"), SourceCase.TextOf(source.WriteCHeader, "tiny"));
        Assert.Equal(File.ReadAllText(Golden("Tiny.cs.txt")).ReplaceLineEndings("\n"), SourceCase.TextOf(source.WriteCSharp, "Acme.Tiny"));
    }

    private static string Golden(string name) => Path.Combine(AppContext.BaseDirectory, "LookupNetworks", "Golden", name);

    private static string[] Texts(SourceCase source) =>
    [
        SourceCase.TextOf(source.WriteC, "a_b"),
        SourceCase.TextOf(source.WriteCHeader, "a_b"),
        SourceCase.TextOf(source.WriteCSharp, "Acme.Vision.Digits"),
    ];

    private static LookupNetwork<int> Small()
    {
        SplitMix64 random = new(2);
        ThermometerRetina retina = new(2, [-1.5, 0, 0.1, 20, 21.5, 300]);
        InputLayer layer = new(retina, new TupleMapping(6, TableBlock.Pins, [0, 1, 2, 3, 4, 5, 5, 4, 2, 2, 1, 0]));
        return SourceCases.Network(layer, null, [-7, 3], ref random);
    }
}
