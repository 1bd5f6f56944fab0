using System.Text;
using WeightlessNet.Encoders;
using WeightlessNet.Storage;

namespace WeightlessNet.Tests.Encoders;

public sealed class SchemaDescriptionTests
{
    private static readonly Film[] Films =
    [
        new(["Horror", "Space", ""], "en", 1979, true),
        new(["Horror"], "en", 1996, null),
        new(["War", "War"], "ja", 1985, false),
        new(["Crime"], "fr", null, true),
        new([], "", double.NaN, true),
        new(null, null, 1995, true),
    ];

    private static FeatureSchemaBuilder<Film> Builder() => new FeatureSchemaBuilder<Film>()
        .MultiHot("genre", film => film.Genres, maximumWords: 2)
        .OneHot("language", film => film.Language, maximumWords: 2)
        .QuantileThermometer("year", film => film.Year, 2)
        .Flag("color", film => film.IsColor)
        .Field<IEnumerable<string>?>("hash", film => film.Genres, new HashedEncoder(8, 2));

    [Fact]
    public void A_description_counts_kept_and_dropped_words_and_missing_values()
    {
        SchemaDescription description = Builder().Fit(Films).Describe(Films);

        Assert.Equal(6, description.RecordCount);
        Assert.Equal(17, description.BitCount);
        Assert.Equal(
            [FieldKind.Words, FieldKind.Word, FieldKind.Number, FieldKind.Flag, FieldKind.Custom],
            description.Fields.Select(field => field.Kind));
        Assert.Equal([2, 2, 3, 2, 8], description.Fields.Select(field => field.BitCount));
        Assert.Equal([2, 2, 2, 1, 2], description.Fields.Select(field => field.Missing));
        Assert.Equal([new("Horror", 2), new("War", 1)], description["genre"].Values);
        Assert.Equal([new("Crime", 1), new("Space", 1)], description["genre"].Dropped);
        Assert.Equal([new("ja", 1)], description["language"].Dropped);
        Assert.Equal([new("known", 4), new("above 1979", 3), new("above 1995", 1)], description["year"].Values);
        Assert.Equal([new("no", 1), new("yes", 4)], description["color"].Values);
        Assert.All(description.Fields.Skip(2), field => Assert.Empty(field.Dropped));
        Assert.Equal([false, false, true, false, false], description.Fields.Select(field => field.IsOrdered));
        Assert.Contains("The fields are: genre, language", Assert.Throws<KeyNotFoundException>(() => description["title"]).Message);
    }

    [Fact]
    public void A_loaded_schema_describes_records_that_came_later()
    {
        FeatureSchema<Film> fitted = Builder().Fit(Films);
        using MemoryStream stream = new();
        fitted.Save(stream);
        stream.Position = 0;

        Assert.Equal(fitted.Describe(Films).ToString(), Builder().Load(stream).Describe(Films).ToString());
        SchemaDescription later = fitted.Describe([new(["Western", "Horror"], "it", 2010, null), new(["Western"], "it", 1900, null)]);
        Assert.Equal([new("Western", 2)], later["genre"].Dropped);
        Assert.Equal([new("it", 2)], later["language"].Dropped);
        Assert.Equal([new("known", 2), new("above 1979", 1), new("above 1995", 1)], later["year"].Values);
        Assert.Equal(2, later["color"].Missing);
    }

    [Fact]
    public void It_prints_as_a_table()
    {
        Assert.Equal(
            """
            6 records, 17 bits
            field     kind    bits  missing  dropped  values
            genre     words      2        2        2  Horror 2, War 1
            language  word       2        2        1  en 2, fr 1
            year      number     3        2        0  above 1979 ... above 1995
            color     flag       2        1        0  yes 4, no 1
            hash      custom     8        2        0  words with hash 0 2, ...
            genre, dropped: Crime 1, Space 1
            language, dropped: ja 1
            """.ReplaceLineEndings("\n"),
            Builder().Fit(Films).Describe(Films).ToString());
    }

    [Theory]
    [InlineData(15)]
    [InlineData(16)]
    public void A_name_that_is_cut_has_no_half_of_a_character(int start)
    {
        string name = new string('n', start) + "\U0001F3AC\U0001F3AC\U0001F3AC";
        string table = new FeatureSchemaBuilder<int>().OneHot(name, static number => number == 0 ? "a" : "b")
            .Fit([0, 1]).Describe([0, 1]).ToString();
        Assert.Contains("nnn", table, StringComparison.Ordinal);
        Assert.DoesNotContain(Rune.ReplacementChar, table.EnumerateRunes());
    }

    [Fact]
    public void A_table_has_at_most_80_columns()
    {
        string[] words = [.. Enumerable.Range(0, 500).Select(i => $"{new string((char)('a' + (i % 26)), i % 90)}{i}\n\t")];
        SchemaDescription description = new FeatureSchemaBuilder<string>()
            .OneHot(new string('f', 200), word => word, 250)
            .OneHot("none", _ => null)
            .OneHot("long", _ => new string('w', 300))
            .LinearThermometer("line\nfeed", word => word.Length * -1.2345678e-200, -1e-150, 1e-150, 1)
            .Fit(words)
            .Describe(words);

        string[] lines = description.ToString().Split('\n');
        Assert.Equal(7, lines.Length);
        Assert.All(lines, line => Assert.InRange(line.Length, 1, 80));
        Assert.Contains(lines, line => line.Length > 70);
        Assert.Equal("0 records, 0 bits\nfield  kind  bits  missing  dropped  values\nnone   word     0        0        0",
            new FeatureSchemaBuilder<string>().OneHot("none", _ => null).Fit([]).Describe([]).ToString());
    }

    private sealed record Film(string[]? Genres, string? Language, double? Year, bool? IsColor);
}
