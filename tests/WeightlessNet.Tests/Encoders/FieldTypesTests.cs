using System.Globalization;
using WeightlessNet.Encoders;
using WeightlessNet.Storage;

namespace WeightlessNet.Tests.Encoders;

public sealed class FieldTypesTests
{
    private static readonly int[] Ages = [0, 17, 18, 24, 25, 70];
    private static readonly double[] Prices = [0, 1, 50];

    private enum Genre
    {
        Drama,
        Horror,
        War,
    }

    [Flags]
    private enum Traits
    {
        None = 0,
        Long = 1,
        Dubbed = 2,
    }

    [Fact]
    public void A_value_of_an_enumeration_is_a_word()
    {
        FeatureSchema<Item<Genre?>> schema = new FeatureSchemaBuilder<Item<Genre?>>()
            .OneHot("maybe", item => item.Value)
            .OneHot("always", item => item.Value ?? Genre.War)
            .OneHot("traits", item => item.Value == Genre.War ? Traits.Long | Traits.Dubbed : Traits.None)
            .Fit([new(Genre.War), new(Genre.Drama), new(null)]);

        Assert.Equal(["Drama", "War", "Drama", "War", "Long, Dubbed", "None"], Meanings(schema));
        Assert.Equal("101001", Bits(schema, new(Genre.Drama)));
        Assert.Equal("010110", Bits(schema, new(Genre.War)));
        Assert.Equal("000101", Bits(schema, new(null)));
        Assert.Equal("000001", Bits(schema, new(Genre.Horror)));
        Assert.All(schema.Describe([new(null)]).Fields, field => Assert.Equal(FieldKind.Word, field.Kind));
        Assert.Equal([1, 0, 0], schema.Describe([new(null)]).Fields.Select(field => field.Missing));
    }

    [Fact]
    public void Decimal_numbers_are_numbers_and_integers_still_fit()
    {
        Item<decimal?>[] prices = [new(0.1m), new(19.99m), new(null), new(250m)];
        FeatureSchema<Item<decimal?>> schema = new FeatureSchemaBuilder<Item<decimal?>>()
            .QuantileThermometer("quantiles", item => item.Value, 2)
            .QuantileThermometer("not null", item => item.Value ?? 1m, 2)
            .QuantileThermometer("whole", item => (int)(item.Value ?? 0), 2)
            .QuantileThermometer("maybe whole", item => (long?)item.Value, 2)
            .LinearThermometer("linear", item => item.Value, 0, 300, 2)
            .Fit(prices);

        Assert.Equal([3, 2, 2, 3, 3], schema.Fields.Select(field => field.BitCount));
        Assert.Equal("110" + "10" + "10" + "110" + "100", Bits(schema, new(19.99m)));
        Assert.Equal("000" + "10" + "00" + "000" + "000", Bits(schema, new(null)));
        Assert.All(schema.Describe(prices).Fields, field => Assert.Equal(FieldKind.Number, field.Kind));
    }

    [Fact]
    public void Dates_have_levels_that_are_described_as_dates()
    {
        DateTime?[] all =
        [
            new(1999, 12, 31), new(2020, 5, 1, 13, 45, 10, DateTimeKind.Utc), null, new(2024, 1, 1), DateTime.MaxValue, DateTime.MinValue,
        ];
        Item<DateTime?>[] times = [.. all.Select(time => new Item<DateTime?>(time))];
        FeatureSchemaBuilder<Item<DateTime?>> builder = new FeatureSchemaBuilder<Item<DateTime?>>()
            .Date("day", item => item.Value is { } time ? DateOnly.FromDateTime(time) : null, 4)
            .Date("time", item => item.Value, 4)
            .Date("moment", item => item.Value is { } time ? new DateTimeOffset(time.Ticks, TimeSpan.Zero).ToOffset(Shift(time)) : null, 4)
            .Date("always", item => item.Value ?? DateTime.MinValue, 4);
        CultureInfo before = CultureInfo.CurrentCulture;
        FeatureSchema<Item<DateTime?>> schema = builder.Fit(times);
        try
        {
            CultureInfo other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            other.DateTimeFormat.TimeSeparator = ".";
            CultureInfo.CurrentCulture = other;
            string[] meanings = Meanings(schema);
            Assert.Equal(["known", "after 0001-01-01", "after 1999-12-31", "after 2020-05-01", "after 2024-01-01"], meanings[..5]);
            Assert.Equal(
                ["known", "after 0001-01-01", "after 1999-12-31", "after 2020-05-01 13:45:10", "after 2024-01-01"], meanings[5..10]);
            Assert.Equal(meanings[5..10], meanings[10..15]);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.Equal("11110" + "11110" + "11110" + "1110", Bits(schema, new(new DateTime(2021, 1, 1))));
        Assert.Equal("10000" + "10000" + "10000" + "0000", Bits(schema, new(DateTime.MinValue)));
        Assert.Equal("00000" + "00000" + "00000" + "0000", Bits(schema, new(null)));
        Assert.All(schema.Fields, field => Assert.True(field.IsOrdered));
        Assert.All(schema.Describe(times).Fields, field => Assert.Equal(FieldKind.Date, field.Kind));
        FeatureSchema<Item<DateTime?>> loaded = builder.Load(Saved(schema));
        Assert.Equal(Meanings(schema), Meanings(loaded));
        Assert.All(times, time => Assert.Equal(Bits(schema, time), Bits(loaded, time)));
    }

    [Fact]
    public void A_text_is_its_words_in_lower_case()
    {
        string?[] all = ["The Thing (1982)", "the THING's ÄRGER", "die Ärger!", null, " - ", "\ud800 war&peace été 東京"];
        Item<string?>[] texts = [.. all.Select(text => new Item<string?>(text))];
        FeatureSchema<Item<string?>> schema = new FeatureSchemaBuilder<Item<string?>>().Text("title", item => item.Value).Fit(texts);

        Assert.Equal(["1982", "die", "peace", "s", "the", "thing", "war", "ärger", "été", "東京"], Meanings(schema));
        Assert.Equal("0000110100", Bits(schema, new("Ärger: the thing thing and another")));
        SchemaDescription description = schema.Describe([.. texts, new("unknown words, words")]);
        Assert.Equal(FieldKind.Text, description["title"].Kind);
        Assert.Equal(2, description["title"].Missing);
        Assert.Equal([new("unknown", 1), new("words", 1)], description["title"].Dropped);

        FeatureSchema<string> few = new FeatureSchemaBuilder<string>()
            .Text("title", text => text, 2)
            .Fit(["rare rare rare", "a b", "a b", "c"]);
        Assert.Equal(["a", "b"], Meanings(few));
        Assert.Equal(2, few.Fields[0].DroppedWords);
        FeatureSchema<int> many = new FeatureSchemaBuilder<int>().Text("title", i => $"w{i}").Fit(Enumerable.Range(0, 3000));
        Assert.Equal(1024, many.BitCount);
    }

    [Theory]
    [InlineData("\u00DCberweisung", "U\u0308berweisung")]
    [InlineData("Vi\u1EC7t", "Vie\u0323\u0302t")]
    [InlineData("\u0451\u0436", "\u0435\u0308\u0436")]
    [InlineData("\u30AC", "\u30AB\u3099")]
    [InlineData("\u0130stanbul", "I\u0307stanbul")]
    [InlineData("\u1FB7", "\u03B1\u0342\u0345")]
    public void Letters_and_marks_are_the_same_as_composed_letters(string composed, string decomposed)
    {
        FeatureSchemaBuilder<Item<string?>> builder = new FeatureSchemaBuilder<Item<string?>>().Text("text", item => item.Value);
        FeatureSchema<Item<string?>> schema = builder.Fit([new(composed + " a"), new("b " + decomposed)]);

        Assert.Equal(3, schema.BitCount);
        Assert.Equal("001", Bits(schema, new(composed)));
        Assert.Equal("001", Bits(schema, new(decomposed)));
        Assert.Empty(schema.Describe([new(decomposed)]).Fields[0].Dropped);
        Assert.Equal([new ValueCount("x", 1)], schema.Describe([new(decomposed + " x")]).Fields[0].Dropped);
    }

    [Fact]
    public void Marks_without_a_composed_letter_stay()
    {
        Assert.Equal("q\u0308", TextComposition.Of("q\u0308"));
        Assert.Equal("\u0308u", TextComposition.Of("\u0308u"));

        // A mark of the same kind between them keeps a letter and a mark apart; one of another kind does not.
        Assert.Equal("u\u0312\u0308", TextComposition.Of("u\u0312\u0308"));
        Assert.Equal("\u00FC\u0331", TextComposition.Of("u\u0331\u0308"));
    }

    [Theory]
    [InlineData("\u1EAD", "a\u0323\u0302", "a\u0302\u0323", "\u00E2\u0323", "\u1EA1\u0302")]
    [InlineData("\u1EE2", "O\u031B\u0323", "O\u0323\u031B", "\u01A0\u0323", "\u1ECC\u031B")]
    [InlineData("\u1E69", "s\u0323\u0307", "s\u0307\u0323", "\u1E61\u0323", "\u1E63\u0307")]
    [InlineData("vi\u1EC7t", "vi\u00EA\u0323t")]
    public void Marks_of_different_kinds_may_come_in_any_order(string composed, params string[] forms) =>
        Assert.All(forms, form => Assert.Equal(composed, TextComposition.Of(form)));

    [Fact]
    public void Marks_of_the_same_kind_keep_their_order()
    {
        Assert.Equal("\u1EBF", TextComposition.Of("e\u0302\u0301"));
        Assert.Equal("\u00E9\u0302", TextComposition.Of("e\u0301\u0302"));
    }

    [Fact]
    public void A_stored_vocabulary_of_letters_with_marks_is_still_read()
    {
        FeatureSchemaBuilder<Item<string?>> builder = new FeatureSchemaBuilder<Item<string?>>().Text("text", item => item.Value);
        FeatureSchema<Item<string?>> old = new([("text", new FieldEncoder<Item<string?>, IEnumerable<string>?>(
            _ => null, new MultiHotEncoder(["a", "u\u0308ber"]), FieldKind.Text, null))]);
        using MemoryStream stream = new();
        old.Save(stream);
        stream.Position = 0;

        FeatureSchema<Item<string?>> loaded = builder.Load(stream);

        Assert.Equal("01", Bits(loaded, new("U\u0308ber")));
        Assert.Equal("10", Bits(loaded, new("A")));
    }

    [Fact]
    public void A_logarithmic_field_has_a_level_for_each_ratio()
    {
        FeatureSchemaBuilder<double> builder = new FeatureSchemaBuilder<double>().LogThermometer("price", price => price, 3);
        Assert.Equal(["above 10", "above 100", "above 1000"], Meanings(builder.Fit([1, 2, 3, 4, 5, 10_000])));
        Assert.Equal(["known", "above 10", "above 100", "above 1000"], Meanings(builder.Fit([1, double.NaN, 10_000])));

        // Free items differ from cheap ones.
        FeatureSchema<double> free = builder.Fit([0, 1, 1000]);
        Assert.Equal(["above 0", "above 10", "above 100"], Meanings(free));
        Assert.Equal(["000", "100", "110"], Prices.Select(price => Bits(free, price)));

        Assert.Equal(["above 7", "above 7", "above 7"], Meanings(builder.Fit([7, 7])));
        Assert.Equal(["above 0", "above 0", "above 0"], Meanings(builder.Fit([])));
        Assert.Equal("above 0", Meanings(builder.Fit([-3, -4]))[0]);
        Assert.Equal(3, builder.Fit([double.Epsilon, double.MaxValue]).BitCount);
        Assert.Contains("'price' of example 1", Assert.Throws<ArgumentException>(() => builder.Fit([1, double.PositiveInfinity])).Message);
        Assert.Equal(["above 0", "above 10"], Meanings(
            new FeatureSchemaBuilder<decimal>().LogThermometer("price", price => price, 2).Fit([0m, 1m, 100m])));
    }

    [Fact]
    public void Buckets_begin_at_their_bounds()
    {
        FeatureSchemaBuilder<Item<int?>> builder = new FeatureSchemaBuilder<Item<int?>>()
            .Buckets("age", item => item.Value, 18, 25, 40)
            .Buckets("price", item => (decimal?)item.Value, 0.5);
        FeatureSchema<Item<int?>> schema = builder.Fit([new(17), new(18)]);

        Assert.Equal(["18 or more", "25 or more", "40 or more", "0.5 or more"], Meanings(schema));
        Assert.Equal(
            ["0000", "0001", "1001", "1001", "1101", "1111"], Ages.Select(age => Bits(schema, new(age))));

        FeatureSchema<Item<int?>> withMissing = builder.Fit([new(17), new(null)]);
        Assert.Equal(["000000", "100010", "111011"], Enumerable.Range(-1, 3).Select(i => Bits(withMissing, new(i < 0 ? null : i * 30))));
        Assert.Equal(FieldKind.Number, schema.Describe([new(17)])["age"].Kind);

        Assert.Throws<ArgumentException>(() => builder.Buckets("none", item => item.Value));
        foreach (double[] bounds in new double[][] { [1, 1], [2, 1], [double.NaN], [double.PositiveInfinity], [double.MinValue] })
        {
            Assert.Throws<ArgumentException>(() => builder.Buckets("wrong", item => item.Value, bounds));
        }
    }

    [Fact]
    public void Buckets_are_named_by_their_bounds_as_given()
    {
        FeatureSchema<Item<double>> schema = new FeatureSchemaBuilder<Item<double>>()
            .Buckets("number", item => item.Value, -0.1, 0, 1_000_000, 1_000_001, 1_234_567.25, 1e20)
            .Buckets("zero", item => item.Value, -0.0)
            .Fit([new(1)]);

        Assert.Equal(
            [
                "-0.1 or more", "0 or more", "1000000 or more", "1000001 or more", "1234567.25 or more", "1E+20 or more", "0 or more",
            ],
            Meanings(schema));
        Assert.Equal(["1111001", "1100001"], Enumerable.Range(0, 2).Select(i => Bits(schema, new(i == 0 ? 1_000_001 : -0.0))));
    }

    [Fact]
    public void A_stored_field_of_another_type_is_refused()
    {
        DateOnly[] dates = [new(2020, 1, 1), new(2021, 1, 1)];
        FeatureSchemaBuilder<DateOnly> days = new FeatureSchemaBuilder<DateOnly>().Date("field", date => date, 2);
        FeatureSchemaBuilder<DateOnly> times = new FeatureSchemaBuilder<DateOnly>().Date("field", date => date.ToDateTime(default), 2);
        FeatureSchemaBuilder<DateOnly> numbers = new FeatureSchemaBuilder<DateOnly>().QuantileThermometer("field", date => date.Year, 2);
        FeatureSchemaBuilder<DateOnly> buckets = new FeatureSchemaBuilder<DateOnly>().Buckets("field", date => date.Year, 2020, 2021);
        FeatureSchemaBuilder<DateOnly> others = new FeatureSchemaBuilder<DateOnly>().Buckets("field", date => date.Year, 2020, 2022);
        FeatureSchemaBuilder<DateOnly> words = new FeatureSchemaBuilder<DateOnly>().MultiHot("field", date => [$"Year {date.Year}"]);
        FeatureSchemaBuilder<DateOnly> texts = new FeatureSchemaBuilder<DateOnly>().Text("field", date => $"Year {date.Year}");
        (FeatureSchemaBuilder<DateOnly> Stored, FeatureSchemaBuilder<DateOnly> Read)[] different =
        [
            (days, times), (times, days), (days, numbers), (numbers, days), (numbers, times), (buckets, others), (numbers, buckets),
            (words, texts),
        ];
        foreach ((FeatureSchemaBuilder<DateOnly> stored, FeatureSchemaBuilder<DateOnly> read) in different)
        {
            MemoryStream saved = Saved(stored.Fit(dates));
            Assert.Equal(Meanings(stored.Fit(dates)), Meanings(stored.Load(saved)));
            saved.Position = 0;
            Assert.Throws<InvalidDataException>(() => read.Load(saved));
        }
    }

    private readonly record struct Item<TValue>(TValue Value);

    private static TimeSpan Shift(DateTime time) => time.Year is > 1 and < 9999 ? TimeSpan.FromHours(5) : TimeSpan.Zero;

    private static MemoryStream Saved<T>(FeatureSchema<T> schema)
    {
        MemoryStream stream = new();
        schema.Save(stream);
        stream.Position = 0;
        return stream;
    }

    private static string[] Meanings<T>(FeatureSchema<T> schema) => [.. Enumerable.Range(0, schema.BitCount).Select(schema.Describe)];

    private static string Bits<T>(FeatureSchema<T> schema, T record)
    {
        ulong[] pattern = new ulong[(schema.BitCount + 63) / 64];
        schema.Encode(record, pattern);
        return string.Concat(Enumerable.Range(0, schema.BitCount).Select(bit => (pattern[bit / 64] >> bit) & 1));
    }
}
