using WeightlessNet.Bits;
using WeightlessNet.Encoders;
using WeightlessNet.Evaluation.Paper;

namespace WeightlessNet.Tests.Recommenders.StateMachines;

/// <summary>The paper's bits, written out from the code published with it.</summary>
public sealed class StateMachinePaperEncodingTests
{
    private sealed record Film(string[]? Genres = null, double? Average = null, string? Language = null, int? Votes = null);

    private static readonly FeatureSchema<Film> Schema =
        PaperItemEncoding.CreateSchema<Film>(film => film.Genres, film => film.Average, film => film.Language, film => film.Votes);

    private static string BitsOf(Film film, int offset, int count)
    {
        ulong[] pattern = new ulong[1];
        Schema.Encode(film, pattern);
        BitSlice slice = new(pattern, offset, count);
        char[] bits = new char[count];
        for (int i = 0; i < count; i++)
        {
            bits[i] = slice[i] ? '1' : '0';
        }

        return new string(bits);
    }

    [Fact]
    public void The_fields_are_genres_vote_average_language_and_vote_count()
    {
        Assert.Equal(
            [new("genres", 0, 10), new("vote average", 10, 3), new("language", 13, 3), new("vote count", 16, 10)],
            Schema.Fields);
        Assert.Equal(26, Schema.BitCount);
        Assert.Equal("thriller", Schema.Describe(5));
        Assert.Equal("digit 3 of the vote average's code", Schema.Describe(12));
        Assert.Equal("digit 1 of the language's code", Schema.Describe(13));
        Assert.Equal("100 to 199 votes", Schema.Describe(17));
        Assert.Equal("900 votes or more", Schema.Describe(25));
    }

    [Theory]
    [InlineData("Drama", "1000000000")]
    [InlineData("comedy", "0100000000")]
    [InlineData("Action", "0010000000")]
    [InlineData("Romance", "0001000000")]
    [InlineData("Documentary", "0000100000")]
    [InlineData("Thriller", "0000010000")]
    [InlineData("Adventure", "0000001000")]
    [InlineData("FANTASY", "0000000100")]
    [InlineData("Crime", "0000000010")]
    [InlineData("Horror", "0000000001")]
    [InlineData("Science Fiction", "0000000000")]
    public void A_genre_sets_its_bit(string genre, string bits) => Assert.Equal(bits, BitsOf(new Film([genre]), 0, 10));

    [Fact]
    public void Several_genres_set_several_bits_and_none_sets_none()
    {
        Assert.Equal("1000000011", BitsOf(new Film(["Horror", "Music", "Crime", "Drama", "Drama"]), 0, 10));
        Assert.Equal("0000000000", BitsOf(new Film([]), 0, 10));
        Assert.Equal("0000000000", BitsOf(new Film(), 0, 10));
    }

    [Theory]
    [InlineData(-1.0, "000")]
    [InlineData(0.0, "000")]
    [InlineData(0.99, "000")]
    [InlineData(1.0, "001")]
    [InlineData(1.99, "001")]
    [InlineData(2.0, "010")]
    [InlineData(2.99, "010")]
    [InlineData(3.0, "011")]
    [InlineData(3.99, "011")]
    [InlineData(4.0, "111")]
    [InlineData(8.7, "111")]
    [InlineData(double.NaN, "000")]
    [InlineData(null, "000")]
    public void The_vote_average_has_a_code_by_whole_star(double? average, string bits) =>
        Assert.Equal(bits, BitsOf(new Film(Average: average), 10, 3));

    [Theory]
    [InlineData("en", "000")]
    [InlineData("EN", "000")]
    [InlineData(null, "000")]
    [InlineData("fr", "001")]
    [InlineData("de", "010")]
    [InlineData("ja", "011")]
    [InlineData("it", "100")]
    [InlineData("es", "110")]
    [InlineData("pt", "111")]
    [InlineData("", "111")]
    public void The_language_has_a_code(string? language, string bits) =>
        Assert.Equal(bits, BitsOf(new Film(Language: language), 13, 3));

    [Theory]
    [InlineData(null, "1000000000")]
    [InlineData(-5, "1000000000")]
    [InlineData(0, "1000000000")]
    [InlineData(99, "1000000000")]
    [InlineData(100, "0100000000")]
    [InlineData(250, "0010000000")]
    [InlineData(899, "0000000010")]
    [InlineData(900, "0000000001")]
    [InlineData(int.MaxValue, "0000000001")]
    public void The_vote_count_sets_the_bit_of_its_hundred(int? votes, string bits) =>
        Assert.Equal(bits, BitsOf(new Film(Votes: votes), 16, 10));

    [Fact]
    public void The_fields_do_not_disturb_each_other() =>
        Assert.Equal("0100000000" + "011" + "110" + "0001000000", BitsOf(new Film(["Comedy"], 3.5, "es", 345), 0, 26));

    [Fact]
    public void Missing_functions_are_refused()
    {
        Func<Film, IEnumerable<string>?> genres = film => film.Genres;
        Func<Film, double?> average = film => film.Average;
        Func<Film, string?> language = film => film.Language;
        Func<Film, int?> votes = film => film.Votes;

        Assert.Throws<ArgumentNullException>("genres", () => PaperItemEncoding.CreateSchema(null!, average, language, votes));
        Assert.Throws<ArgumentNullException>("voteAverage", () => PaperItemEncoding.CreateSchema(genres, null!, language, votes));
        Assert.Throws<ArgumentNullException>("language", () => PaperItemEncoding.CreateSchema(genres, average, null!, votes));
        Assert.Throws<ArgumentNullException>("voteCount", () => PaperItemEncoding.CreateSchema(genres, average, language, null!));
    }

    [Fact]
    public void A_field_with_a_ready_encoder_is_used_as_it_is()
    {
        FeatureSchema<double> schema = new FeatureSchemaBuilder<double>()
            .Field("first", number => number, new ThermometerEncoder(1, 2))
            .Field("second", number => number < 0 ? "minus" : null, new OneHotEncoder(["minus"]))
            .Fit([]);
        ulong[] pattern = new ulong[1];
        schema.Encode(1.5, pattern);
        Assert.Equal(0b001UL, pattern[0]);
        schema.Encode(-1, pattern);
        Assert.Equal(0b100UL, pattern[0]);
        Assert.Equal("minus", schema.Describe(2));
        FeatureSchemaBuilder<double> builder = new();
        builder.Field("twice", number => number, new ThermometerEncoder(1));
        Assert.Throws<ArgumentException>(() => builder.Field("twice", number => number, new ThermometerEncoder(1)));
        Assert.Throws<ArgumentNullException>(() => builder.Field("none", number => number, null!));
        Assert.Throws<ArgumentNullException>(() => builder.Field("none", null!, new ThermometerEncoder(1)));
    }
}
