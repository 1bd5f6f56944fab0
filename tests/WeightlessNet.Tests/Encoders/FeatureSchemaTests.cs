using WeightlessNet.Encoders;
using Xunit;

namespace WeightlessNet.Tests.Encoders;

public sealed class FeatureSchemaTests
{
    private static readonly Film[] Films =
    [
        new(["Comedy", "War"], "en", 1990),
        new(["Comedy"], "en", 2000),
        new(["Noir", "War", "Noir"], "fr", 2010),
        new([], null, null),
    ];

    [Fact]
    public void Fields_follow_each_other_in_the_order_in_which_they_were_added()
    {
        FeatureSchema<Film> schema = Builder().Fit(Films);
        Assert.Equal(
            [new("genre", 0, 3), new("language", 3, 2), new("year", 5, 2) { IsOrdered = true }, new("decade", 7, 3) { IsOrdered = true }],
            schema.Fields);
        Assert.Equal(10, schema.BitCount);
    }

    [Fact]
    public void Every_bit_is_described_by_its_own_field()
    {
        FeatureSchema<Film> schema = Builder().Fit(Films);
        Assert.Equal(
            ["Comedy", "Noir", "War", "en", "fr", "above 1990", "above 2000", "above 1980", "above 2000", "above 2020"],
            Enumerable.Range(0, 10).Select(schema.Describe));
        Assert.Equal("bit", Assert.Throws<ArgumentOutOfRangeException>(() => schema.Describe(10)).ParamName);
        Assert.Equal("bit", Assert.Throws<ArgumentOutOfRangeException>(() => schema.Describe(-1)).ParamName);
    }

    [Theory]
    [InlineData(0, 0b001_00_01_101)]
    [InlineData(1, 0b001_01_01_001)]
    [InlineData(2, 0b011_11_10_110)]
    [InlineData(3, 0b000_00_00_000)]
    public void A_record_sets_the_bits_of_its_values_and_missing_values_set_none(int film, int expected)
    {
        ulong[] pattern = [ulong.MaxValue];
        Builder().Fit(Films).Encode(Films[film], pattern);
        Assert.Equal((ulong)expected, pattern[0]);
    }

    [Fact]
    public void Of_values_not_among_the_examples_the_known_parts_are_encoded()
    {
        ulong[] pattern = new ulong[1];
        Builder().Fit(Films).Encode(new(["Western", "War"], "de", 3000), pattern);
        Assert.Equal(0b111_11_00_100UL, pattern[0]);
    }

    [Fact]
    public void Fields_may_cross_words_and_unused_bits_are_cleared()
    {
        FeatureSchema<double> schema = new FeatureSchemaBuilder<double>()
            .LinearThermometer("a", x => x, 0, 61, 60)
            .LinearThermometer("b", x => x, 0, 11, 10)
            .Fit([]);
        ulong[] pattern = [ulong.MaxValue, ulong.MaxValue];
        schema.Encode(6.5, pattern);
        Assert.Equal([0b111111UL | (0b1111UL << 60), 0b11UL], pattern);
        Assert.Equal("above 5", schema.Describe(64));
    }

    [Fact]
    public void A_field_without_words_has_no_bits()
    {
        FeatureSchema<Film> schema = new FeatureSchemaBuilder<Film>()
            .MultiHot("nothing", _ => null)
            .OneHot("language", film => film.Language)
            .MultiHot("nothing either", _ => [])
            .Fit(Films);
        Assert.Equal([new("nothing", 0, 0), new("language", 0, 2), new("nothing either", 2, 0)], schema.Fields);
        Assert.Equal(["en", "fr"], Enumerable.Range(0, 2).Select(schema.Describe));
    }

    [Fact]
    public void Only_the_most_frequent_words_get_bits_and_ties_go_to_the_first()
    {
        string[] words = ["d", "b", "c", "a", "b", "d", "", "", ""];
        FeatureSchema<string> schema = new FeatureSchemaBuilder<string>()
            .OneHot("one", word => word, 3)
            .MultiHot("many", word => [word, "b"], 1)
            .OneHot("all", word => word)
            .Fit(words);
        Assert.Equal(["a", "b", "d", "b", "a", "b", "c", "d"], Enumerable.Range(0, schema.BitCount).Select(schema.Describe));
    }

    [Fact]
    public void A_field_takes_64_words_by_default()
    {
        FeatureSchema<int> schema = new FeatureSchemaBuilder<int>()
            .OneHot("one", i => $"{i}")
            .MultiHot("many", i => [$"{i}"])
            .Fit(Enumerable.Range(0, 100));
        Assert.Equal([64, 64], schema.Fields.Select(field => field.BitCount));
    }

    [Fact]
    public void Quantiles_may_be_weighted()
    {
        FeatureSchema<int> schema = new FeatureSchemaBuilder<int>()
            .QuantileThermometer("plain", i => i, 1)
            .QuantileThermometer("weighted", i => i, 1, i => i == 9 ? 20 : 1)
            .Fit(Enumerable.Range(0, 10));
        Assert.Equal(["above 4", "above 8"], Enumerable.Range(0, 2).Select(schema.Describe));
    }

    [Fact]
    public void The_order_of_the_examples_does_not_matter()
    {
        FeatureSchema<Film> schema = Builder().Fit(Films.Reverse());
        Assert.Equal(
            Enumerable.Range(0, 10).Select(Builder().Fit(Films).Describe),
            Enumerable.Range(0, 10).Select(schema.Describe));
    }

    [Fact]
    public void Changing_the_builder_does_not_change_a_fitted_schema()
    {
        FeatureSchemaBuilder<Film> builder = Builder();
        FeatureSchema<Film> schema = builder.Fit(Films);
        builder.OneHot("another", _ => "x");
        Assert.Equal(10, schema.BitCount);
        Assert.Equal(11, builder.Fit(Films).BitCount);
    }

    [Fact]
    public void Bad_fields_are_refused_and_not_added()
    {
        FeatureSchemaBuilder<Film> builder = new FeatureSchemaBuilder<Film>().OneHot("language", film => film.Language);
        AssertRefused<ArgumentException>("name", () => builder.OneHot("", _ => "x"));
        AssertRefused<ArgumentNullException>("name", () => builder.MultiHot(null!, _ => []));
        AssertRefused<ArgumentException>("name", () => builder.MultiHot("language", _ => []));
        AssertRefused<ArgumentNullException>("words", () => builder.MultiHot("a", null!));
        AssertRefused<ArgumentNullException>("word", () => builder.OneHot("a", null!));
        AssertRefused<ArgumentNullException>("number", () => builder.LinearThermometer("a", null!, 0, 1, 1));
        AssertRefused<ArgumentNullException>("number", () => builder.QuantileThermometer("a", null!, 1));
        AssertRefused<ArgumentOutOfRangeException>("maximumWords", () => builder.MultiHot("a", _ => [], 0));
        AssertRefused<ArgumentOutOfRangeException>("maximumWords", () => builder.OneHot("a", _ => "", -1));
        AssertRefused<ArgumentOutOfRangeException>("levels", () => builder.QuantileThermometer("a", _ => 1, 0));
        AssertRefused<ArgumentOutOfRangeException>("levels", () => builder.LinearThermometer("a", _ => 1, 0, 1, 0));
        AssertRefused<ArgumentOutOfRangeException>("maximum", () => builder.LinearThermometer("a", _ => 1, 1, 1, 1));
        Assert.Equal(["language"], builder.Fit(Films).Fields.Select(field => field.Name));
    }

    [Fact]
    public void Bad_examples_are_refused()
    {
        Assert.Equal("examples", Assert.Throws<ArgumentNullException>(() => Builder().Fit(null!)).ParamName);
        Assert.Equal("examples", Assert.Throws<ArgumentException>(() => Builder().Fit([Films[0], null!])).ParamName);
        Assert.Throws<ArgumentException>(() => Builder().Fit([new([], null, double.PositiveInfinity)]));
        Assert.Throws<ArgumentException>(
            () => new FeatureSchemaBuilder<Film>().QuantileThermometer("year", f => f.Year, 1, _ => double.NaN).Fit(Films));
        Assert.Throws<InvalidOperationException>(() => new FeatureSchemaBuilder<Film>().Fit(Films));
    }

    [Fact]
    public void A_null_record_and_a_pattern_of_another_length_are_refused()
    {
        FeatureSchema<Film> schema = Builder().Fit(Films);
        Assert.Equal("record", Assert.Throws<ArgumentNullException>(() => schema.Encode(null!, new ulong[1])).ParamName);
        Assert.Equal("destination", Assert.Throws<ArgumentException>(() => schema.Encode(Films[0], [])).ParamName);
        ulong[] words = [7, 7];
        Assert.Equal("destination", Assert.Throws<ArgumentException>(() => schema.Encode(Films[0], words)).ParamName);
        Assert.Equal([7UL, 7UL], words);
    }

    private static FeatureSchemaBuilder<Film> Builder() => new FeatureSchemaBuilder<Film>()
        .MultiHot("genre", film => film.Genres)
        .OneHot("language", film => film.Language)
        .QuantileThermometer("year", film => film.Year, 2)
        .LinearThermometer("decade", film => film.Year, 1960, 2040, 3);

    private static void AssertRefused<TException>(string parameter, Func<object> add)
        where TException : ArgumentException => Assert.Equal(parameter, Assert.Throws<TException>(add).ParamName);

    private sealed record Film(string[]? Genres, string? Language, double? Year);
}
