using WeightlessNet.Datasets.Internals;
using Xunit;

namespace WeightlessNet.Datasets.Tests;

public sealed class PythonLiteralTests
{
    [Theory]
    [InlineData("'plain'", "plain")]
    [InlineData("\"it's\"", "it's")]
    [InlineData(@"'it\'s \""so\""'", "it's \"so\"")]
    [InlineData(@"'a\\b\tc\nd\re\0'", "a\\b\tc\nd\re\0")]
    [InlineData(@"'\x41\u00e9\U0001f600\101'", "Aé😀A")]
    [InlineData(@"'\d stays'", @"\d stays")]
    [InlineData("''", "")]
    [InlineData("  'space around'  ", "space around")]
    public void A_string_is_read_with_its_escapes(string text, string expected) => Assert.Equal(expected, PythonLiteral.Parse(text));

    [Theory]
    [InlineData("16", 16.0)]
    [InlineData("-2.5e3", -2500.0)]
    [InlineData("True", true)]
    [InlineData("False", false)]
    [InlineData("None", null)]
    public void A_number_or_a_constant_is_read(string text, object? expected) => Assert.Equal(expected, PythonLiteral.Parse(text));

    [Fact]
    public void A_list_of_dictionaries_is_read()
    {
        var list = Assert.IsType<List<object?>>(PythonLiteral.Parse("[{'id': 16, 'name': 'A'}, {'id': 35, 'name': \"B's\",}, (1, None),]"));

        Assert.Equal(3, list.Count);
        Assert.Equal("A", Assert.IsType<Dictionary<string, object?>>(list[0])["name"]);
        Assert.Equal("B's", Assert.IsType<Dictionary<string, object?>>(list[1])["name"]);
        Assert.Equal([1.0, null], Assert.IsType<List<object?>>(list[2]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[")]
    [InlineData("[1 2]")]
    [InlineData("[1,,2]")]
    [InlineData("{'a'}")]
    [InlineData("{'a': 1")]
    [InlineData("'open")]
    [InlineData(@"'open\")]
    [InlineData(@"'\x4'")]
    [InlineData(@"'\uD83'")]
    [InlineData(@"'\ud83d'")]
    [InlineData(@"'\UFFFFFFFF'")]
    [InlineData(@"'\U0000d800'")]
    [InlineData("nan")]
    [InlineData("1e999")]
    [InlineData("__import__('os')")]
    [InlineData("[1] x")]
    public void Anything_else_is_a_format_error(string text) => Assert.Throws<FormatException>(() => PythonLiteral.Parse(text));

    [Fact]
    public void Deep_nesting_is_refused() =>
        Assert.Throws<FormatException>(() => PythonLiteral.Parse(new string('[', 100_000)));
}
