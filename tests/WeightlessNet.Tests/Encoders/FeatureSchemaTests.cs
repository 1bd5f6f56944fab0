using System.Buffers;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Storage;
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
            [new("genre", 0, 3), new("language", 3, 2), new("year", 5, 3) { IsOrdered = true }, new("decade", 8, 4) { IsOrdered = true }],
            schema.Fields);
        Assert.Equal(12, schema.BitCount);
    }

    [Fact]
    public void Every_bit_is_described_by_its_own_field()
    {
        FeatureSchema<Film> schema = Builder().Fit(Films);
        Assert.Equal(
            [
                "Comedy", "Noir", "War", "en", "fr",
                "known", "above 1990", "above 2000",
                "known", "above 1980", "above 2000", "above 2020",
            ],
            Enumerable.Range(0, 12).Select(schema.Describe));
        Assert.Equal("bit", Assert.Throws<ArgumentOutOfRangeException>(() => schema.Describe(12)).ParamName);
        Assert.Equal("bit", Assert.Throws<ArgumentOutOfRangeException>(() => schema.Describe(-1)).ParamName);
    }

    [Theory]
    [InlineData(0, 0b0011_001_01_101)]
    [InlineData(1, 0b0011_011_01_001)]
    [InlineData(2, 0b0111_111_10_110)]
    [InlineData(3, 0b0000_000_00_000)]
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
        Assert.Equal(0b1111_111_00_100UL, pattern[0]);
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
    public void A_field_takes_65536_words_by_default()
    {
        FeatureSchema<int> schema = new FeatureSchemaBuilder<int>()
            .OneHot("one", i => $"{i}")
            .MultiHot("many", i => [$"{i}"])
            .Fit(Enumerable.Range(0, 70_000));
        Assert.Equal([65_536, 65_536], schema.Fields.Select(field => field.BitCount));
    }

    [Fact]
    public void A_field_tells_how_many_words_were_dropped()
    {
        string?[] words = ["d", "b", "c", "a", "b", "d", "", "", null, "e"];
        FeatureSchemaBuilder<string?[]> builder = new FeatureSchemaBuilder<string?[]>()
            .OneHot("first", record => record[0], 3)
            .MultiHot("all", record => record!, 2)
            .MultiHot("none", record => record!, 5)
            .QuantileThermometer("count", record => record.Length, 2);
        FeatureSchema<string?[]> schema = builder.Fit([words, .. words.Select(word => new[] { word })]);

        // "first" has d 3, b 2, a, c, e 1 each; "all" has b 4, d 4, a, c, e 2 each.
        Assert.Equal([(2, 2L), (3, 6L), (0, 0L), (0, 0L)], schema.Fields.Select(field => (field.DroppedWords, field.DroppedOccurrences)));
        Assert.Equal(["a", "b", "d", "b", "d", "a", "b", "c", "d", "e"], Enumerable.Range(0, 10).Select(schema.Describe));
        Assert.Equal(2, ItemCatalog.Create(schema, [words]).Fields[0].DroppedWords);

        ArrayBufferWriter<byte> bytes = new();
        schema.Save(bytes);
        using MemoryStream stream = new(bytes.WrittenSpan.ToArray());
        Assert.Equal(0, builder.Load(stream).Fields[0].DroppedWords);
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData(double.NaN, 0)]
    [InlineData(-1e300, 1)]
    [InlineData(1.0, 1)]
    [InlineData(1.5, 2)]
    public void A_missing_number_is_told_from_the_lowest(double? number, int bits)
    {
        FeatureSchemaBuilder<double?[]> builder = new FeatureSchemaBuilder<double?[]>()
            .QuantileThermometer("quantile", record => record[0], 1)
            .LinearThermometer("linear", record => record[0], 0, 2, 1);
        FeatureSchema<double?[]> schema = builder.Fit([[1], [2], [null]]);
        Assert.Equal(["known", "above 1", "known", "above 1"], Enumerable.Range(0, 4).Select(schema.Describe));
        AssertBits(schema);

        ArrayBufferWriter<byte> bytes = new();
        schema.Save(bytes);
        using MemoryStream stream = new(bytes.WrittenSpan.ToArray());
        AssertBits(builder.Load(stream));

        void AssertBits(FeatureSchema<double?[]> any)
        {
            ulong[] pattern = new ulong[1];
            any.Encode([number], pattern);
            Assert.Equal(((1UL << bits) - 1) * 0b101, pattern[0]);
        }
    }

    [Fact]
    public void Where_no_example_lacks_a_number_there_is_no_bit_for_it()
    {
        FeatureSchema<double?[]> schema = new FeatureSchemaBuilder<double?[]>()
            .QuantileThermometer("quantile", record => record[0], 1)
            .LinearThermometer("linear", record => record[0], 0, 2, 1)
            .Fit([[1], [2]]);
        Assert.Equal(["above 1", "above 1"], Enumerable.Range(0, schema.BitCount).Select(schema.Describe));
        ulong[] pattern = [ulong.MaxValue];
        schema.Encode([null], pattern);
        Assert.Equal(0UL, pattern[0]);
    }

    [Theory]
    [InlineData(null, 0b00)]
    [InlineData(false, 0b01)]
    [InlineData(true, 0b10)]
    public void A_flag_has_a_bit_for_each_answer(bool? flag, int expected)
    {
        FeatureSchema<bool?[]> schema = new FeatureSchemaBuilder<bool?[]>().Flag("in print", record => record[0]).Fit([[true]]);
        Assert.Equal(["no", "yes"], Enumerable.Range(0, schema.BitCount).Select(schema.Describe));
        Assert.False(schema.Fields[0].IsOrdered);
        ulong[] pattern = new ulong[1];
        schema.Encode([flag], pattern);
        Assert.Equal((ulong)expected, pattern[0]);
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
            Enumerable.Range(0, 12).Select(Builder().Fit(Films).Describe),
            Enumerable.Range(0, 12).Select(schema.Describe));
    }

    [Fact]
    public void Changing_the_builder_does_not_change_a_fitted_schema()
    {
        FeatureSchemaBuilder<Film> builder = Builder();
        FeatureSchema<Film> schema = builder.Fit(Films);
        builder.OneHot("another", _ => "x");
        Assert.Equal(12, schema.BitCount);
        Assert.Equal(13, builder.Fit(Films).BitCount);
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
        AssertRefused<ArgumentNullException>("flag", () => builder.Flag("a", null!));
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
    public void A_refused_number_is_named_with_its_field_and_example()
    {
        Film[] films = [Films[0], Films[1], new([], null, double.PositiveInfinity)];
        ArgumentException number = Assert.Throws<ArgumentException>(() => Builder().Fit(films));
        ArgumentException weight = Assert.Throws<ArgumentException>(
            () => new FeatureSchemaBuilder<Film>().QuantileThermometer("year", f => 1, 1, f => f.Year ?? -1).Fit([Films[0], Films[3]]));

        Assert.Equal("examples", number.ParamName);
        Assert.StartsWith("Field 'year' of example 2 is Infinity.", number.Message, StringComparison.Ordinal);
        Assert.Equal("examples", weight.ParamName);
        Assert.StartsWith("The weight of example 1 for field 'year' is -1.", weight.Message, StringComparison.Ordinal);
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
