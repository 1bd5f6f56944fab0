using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Serving;
using WeightlessNet.Storage;

namespace WeightlessNet.Tests.Serving;

public sealed class ItemSchemaTests
{
    private sealed record Film(string Id, string[]? Genres = null, double? Year = null, bool? IsColor = null, string? Language = null)
    {
        public string Title { get; init; } = "";
    }

    private static readonly Film[] Films =
    [
        new("alien", ["horror", "space"], 1979, true, "en"),
        new("ran", ["war"], 1985, true, "ja"),
        new("m", ["crime"], 1931, false, "de"),
        new("unknown"),
    ];

    private static ItemSchema<Film> Schema() => new ItemSchema<Film>()
        .Key(film => film.Id)
        .Name(film => film.Title)
        .Tags("genre", film => film.Genres)
        .Number("year", film => film.Year, 2)
        .Flag("color", film => film.IsColor)
        .Word("language", film => film.Language)
        .Field("letters", film => (double)film.Id.Length, ThermometerEncoder.Linear(0, 10, 4));

    [Fact]
    public void Features_become_fields_in_their_order()
    {
        ItemSchema<Film> schema = Schema();
        FeatureSchema<Film> fitted = schema.Fit(Films);

        Assert.True(schema.HasFields);
        Assert.Equal(["genre", "year", "color", "language", "letters"], fitted.Fields.Select(field => field.Name));
        Assert.Equal([4, 3, 2, 3, 4], fitted.Fields.Select(field => field.BitCount));
        ItemCatalog catalog = schema.CatalogOf(fitted, Films);
        Assert.Equal(4, catalog.Count);
        ulong[] pattern = new ulong[1];
        for (int id = 0; id < Films.Length; id++)
        {
            fitted.Encode(Films[id], pattern);
            Assert.Equal(pattern, catalog.PatternOf(id).ToArray());
            schema.Encode(fitted, Films[id], pattern);
            Assert.Equal(pattern, catalog.PatternOf(id).ToArray());
        }
    }

    [Fact]
    public void A_missing_item_has_no_bits()
    {
        ItemSchema<Film> schema = Schema();
        ItemCatalog catalog = schema.CatalogOf(schema.Fit(Films), [Films[0], null, Films[2]]);

        Assert.Equal(3, catalog.Count);
        Assert.NotEqual(0ul, catalog.PatternOf(0)[0]);
        Assert.Equal(0ul, catalog.PatternOf(1)[0]);
        Assert.NotEqual(0ul, catalog.PatternOf(2)[0]);
    }

    [Fact]
    public void A_fitted_schema_is_read_again()
    {
        ItemSchema<Film> schema = Schema();
        FeatureSchema<Film> fitted = schema.Fit(Films);
        using MemoryStream stream = new();
        fitted.Save(stream);
        using MemoryStream within = new();
        SnapshotWriter.Save(bytes => within.Write(bytes), writer =>
        {
            writer.BeginObject(SnapshotKind.SchemaWithModel);
            writer.WriteObject(fitted);
        });

        FeatureSchema<Film> alone = schema.Read(new MemoryStream(stream.ToArray()));
        FeatureSchema<Film> part = SnapshotReader.Load(
            new MemoryStream(within.ToArray()), SnapshotKind.SchemaWithModel, (reader, head) => schema.Read(reader));
        foreach (Film film in Films)
        {
            ulong[] expected = new ulong[1];
            ulong[] actual = new ulong[1];
            schema.Encode(fitted, film, expected);
            schema.Encode(alone, film, actual);
            Assert.Equal(expected, actual);
            schema.Encode(part, film, actual);
            Assert.Equal(expected, actual);
        }

        ItemSchema<Film> other = new ItemSchema<Film>().Key(film => film.Id).Tags("genres", film => film.Genres);
        Assert.Throws<InvalidDataException>(() => other.Read(new MemoryStream(stream.ToArray())));
        Assert.Throws<InvalidOperationException>(() => new ItemSchema<Film>().Read(new MemoryStream(stream.ToArray())));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Models_work_without_features_and_with_fields_that_have_no_bits(bool hasEmptyField)
    {
        ItemSchema<Film> schema = new ItemSchema<Film>().Key(film => film.Id);
        Film[] films = [.. Films.Select(film => film with { Genres = null })];
        FeatureSchema<Film>? fitted = hasEmptyField ? schema.Tags("genre", film => film.Genres).Fit(films) : null;
        Assert.Equal(hasEmptyField, schema.HasFields);
        ItemCatalog catalog = schema.CatalogOf(fitted, films);

        Assert.Equal(1, catalog.BitCount);
        Assert.Equal(0ul, catalog.PatternOf(0)[0]);
        HybridRecommender ratings = new(catalog, RatingScale.Stars);
        WeightlessRankingRecommender lists = new(catalog, RatingScale.Stars);
        ulong[] pattern = [ulong.MaxValue];
        schema.Encode(fitted, films[0], pattern);
        Assert.Equal([0ul], pattern);
        Assert.Equal(4, ratings.AddItem(pattern));
        ratings.UpdateItem(0, pattern);
        Rating[] known =
        [
            .. from user in Enumerable.Range(0, 20)
               from item in Enumerable.Range(0, 4)
               where (user + item) % 3 != 0
               select new Rating(user, item, 1 + ((user + item) % 5)),
        ];
        ratings.Fit(known);
        lists.Fit(known);
        ScoredItem[] found = new ScoredItem[2];
        Assert.True(ratings.Recommend(0, found) > 0);
        Assert.True(lists.Recommend(0, found) > 0);
        Assert.InRange(ratings.Predict(0, 1), 1, 5);
        Assert.NotNull(ratings.Explain(0, 1));
        Assert.NotNull(lists.Explain(0, 1));
    }

    [Fact]
    public void Without_features_nothing_is_fitted()
    {
        ItemSchema<Film> schema = new ItemSchema<Film>().Key(film => film.Id);

        Assert.False(schema.HasFields);
        Assert.Throws<InvalidOperationException>(() => schema.Fit(Films));
    }

    [Fact]
    public void A_name_is_the_key_unless_there_is_another()
    {
        Film film = new("alien") { Title = "Alien" };

        Assert.Equal("Alien", Schema().NameOf(film));
        Assert.Equal("alien", Schema().NameOf(film with { Title = null! }));
        Assert.Equal("alien", new ItemSchema<Film>().Key(one => one.Id).NameOf(film));
        Assert.Equal("5", new ItemSchema<Film>().Key(one => one.Id.Length).NameOf(film));
        Assert.Equal("7", new ItemSchema<int>().NameOf(7));
    }

    [Fact]
    public void Keys_are_said_once_and_must_be_storable()
    {
        ItemSchema<Film> schema = new ItemSchema<Film>().Key(film => film.Id);

        string message = Assert.Throws<InvalidOperationException>(() => schema.Key(film => film.Title)).Message;
        Assert.Contains("has a key already", message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => Schema().Name(film => film.Id));
        message = Assert.Throws<InvalidOperationException>(() => new ItemSchema<Film>().CreateKeys()).Message;
        Assert.Contains("Call Key, as in schema.Key(item => item.Id)", message, StringComparison.Ordinal);
        message = Assert.Throws<NotSupportedException>(() => new ItemSchema<Film>().Key(film => film)).Message;
        Assert.Contains("Pass a KeyFormat<Film>", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>("key", () => new ItemSchema<Film>().Key<string>(null!));
        Assert.Throws<ArgumentNullException>("name", () => new ItemSchema<Film>().Name(null!));
    }

    [Fact]
    public void More_levels_or_bits_than_memory_has_room_for_are_refused_with_what_is_allowed()
    {
        ItemSchema<Film> schema = new();

        string message = Assert.Throws<ArgumentOutOfRangeException>(
            "levels", () => schema.Number("year", film => film.Year, int.MaxValue)).Message;
        Assert.Contains("1 to 65536 levels", message, StringComparison.Ordinal);
        Assert.Contains("2147483647", message, StringComparison.Ordinal);
        Assert.False(schema.HasFields);
        Assert.Throws<ArgumentOutOfRangeException>("levels", () => ThermometerEncoder.Linear(0, 1, int.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>("levels", () => ThermometerEncoder.Gaussian(0, 1, int.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>("levels", () => ThermometerEncoder.Gaussian([1, 2], int.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>("levels", () => ThermometerEncoder.Logarithmic(1, 2, int.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>("bitCount", () => new HashedEncoder(int.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>("bitCount", () => new CircularThermometerEncoder(0, 1, int.MaxValue));
        Assert.Equal(1 << 16, ThermometerEncoder.Linear(0, 1, 1 << 16).BitCount);
    }

    [Fact]
    public void Wrong_features_are_refused_and_leave_no_field()
    {
        ItemSchema<Film> schema = new();

        Assert.Throws<ArgumentNullException>("words", () => schema.Tags("genre", null!));
        Assert.Throws<ArgumentNullException>("word", () => schema.Word("genre", null!));
        Assert.Throws<ArgumentNullException>("flag", () => schema.Flag("genre", null!));
        Assert.Throws<ArgumentNullException>("number", () => schema.Number("genre", null!));
        Assert.Throws<ArgumentNullException>("encoder", () => schema.Field("genre", film => film.Id, null!));
        Assert.Throws<ArgumentOutOfRangeException>("levels", () => schema.Number("year", film => film.Year, 0));
        Assert.Throws<ArgumentException>("field", () => schema.Word("", film => film.Id));
        Assert.False(schema.HasFields);
        schema.Word("genre", film => film.Id);
        Assert.Throws<ArgumentException>("field", () => schema.Tags("genre", film => film.Genres));
    }
}
