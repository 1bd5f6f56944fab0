using System.Text;
using WeightlessNet.Recommenders;
using WeightlessNet.Tests;
using Xunit;

namespace WeightlessNet.Datasets.Tests;

public sealed class MovieLensReaderTests : IDisposable
{
    private const string Movies = "movieId,title,genres\n1,Toy Story (1995),Animation|Comedy\n7,Heat (1995),Action\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void The_latest_layout_gives_dense_ids_in_file_order(string lineEnd)
    {
        _folder.With("movies.csv", """
            movieId,title,genres
            1,Toy Story (1995),Adventure|Animation
            11,"American President, The (1995)",Comedy|Drama
            5,"Say ""Hello"" (2006–2007)",(no genres listed)
            9,Nobody saw this (1996) ,Horror
            """.ReplaceLineEndings(lineEnd));
        const string Ratings = "userId,movieId,rating,timestamp\n30,11,4.0,100\n30,1,0.5,50\n2,5,3.5,70\n";
        _folder.With("ratings.csv", Ratings.ReplaceLineEndings(lineEnd));

        RatingDataset dataset = MovieLensReader.Read(_folder.Path);

        Assert.Equal(
            [
                new Movie(1, "Toy Story", 1995, ["Adventure", "Animation"]),
                new Movie(11, "American President, The", 1995, ["Comedy", "Drama"]),
                new Movie(5, "Say \"Hello\" (2006–2007)", null, []),
                new Movie(9, "Nobody saw this", 1996, ["Horror"]),
            ],
            dataset.Movies);
        Assert.Equal([30, 2], dataset.UserIds);
        Assert.Equal([new Rating(0, 1, 4, 100), new Rating(0, 0, 0.5f, 50), new Rating(1, 2, 3.5f, 70)], dataset.Ratings.ToArray());
        Assert.True(dataset.HasTimestamps);
        Assert.Equal(RatingScale.HalfStars, dataset.Scale);
        Assert.Equal(Path.GetFileName(_folder.Path), dataset.Name);
        Assert.Equal((0, 0, 0), (dataset.DroppedRatings, dataset.SupersededRatings, dataset.SkippedMovieRows));
    }

    [Fact]
    public void Columns_are_found_by_name_and_the_timestamp_may_be_missing()
    {
        _folder.With("movies.csv", Movies).With("ratings.csv", "rating,userId,note,movieId\n3,4,x,7\n");

        RatingDataset dataset = MovieLensReader.Read(_folder.Path);

        Assert.Equal([new Rating(0, 1, 3, 0)], dataset.Ratings.ToArray());
        Assert.False(dataset.HasTimestamps);
    }

    [Fact]
    public void The_hundred_thousand_layout_reads_flags_and_Latin_1()
    {
        const string Flags = "0|0|0|0|0|0|0|0|1|0|0|0|0|0|0|0|0|0|1";
        const string NoFlags = "1|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0";
        _folder.With(
            "u.item",
            $"1|Misérables, Les (1995)|01-Jan-1995||http://x|{Flags}\r\n267|unknown||||{NoFlags}\r\n\r\n",
            Encoding.Latin1);
        _folder.With("u.data", "196\t267\t3\t881250949\r\n186\t1\t4\t891717742\r\n");

        RatingDataset dataset = MovieLensReader.Read(_folder.Path);

        Assert.Equal(
            [new Movie(1, "Misérables, Les", 1995, ["Drama", "Western"]), new Movie(267, "unknown", null, [])],
            dataset.Movies);
        Assert.Equal([new Rating(0, 1, 3, 881250949), new Rating(1, 0, 4, 891717742)], dataset.Ratings.ToArray());
        Assert.Equal(RatingScale.Stars, dataset.Scale);
    }

    [Fact]
    public void Genre_names_come_from_the_genre_file_where_there_is_one()
    {
        _folder.With("u.item", "1|A (1990)||||1|0|1\n").With("u.data", "1\t1\t4\n").With("u.genre", "War|2\nunknown|0\nNoir|1\n\n");

        RatingDataset dataset = MovieLensReader.Read(_folder.Path);

        Assert.Equal(["War"], dataset.Movies[0].Genres);
        Assert.False(dataset.HasTimestamps);
    }

    [Fact]
    public void The_million_layout_reads_double_colons_and_Latin_1()
    {
        _folder.With("movies.dat", "3::Alien: Resurrection (1997)::Horror|Sci-Fi\n4::Cité (1995)::Drama\n", Encoding.Latin1);
        _folder.With("ratings.dat", "1::4::5::978300760\n1::3::2::978300761\n");

        RatingDataset dataset = MovieLensReader.Read(_folder.Path);

        Assert.Equal(
            [new Movie(3, "Alien: Resurrection", 1997, ["Horror", "Sci-Fi"]), new Movie(4, "Cité", 1995, ["Drama"])],
            dataset.Movies);
        Assert.Equal([new Rating(0, 1, 5, 978300760), new Rating(0, 0, 2, 978300761)], dataset.Ratings.ToArray());
        Assert.Equal(RatingScale.Stars, dataset.Scale);
    }

    [Fact]
    public void The_double_colon_layout_reads_UTF_8_and_half_stars()
    {
        string padding = new('a', (1 << 16) - 18);
        _folder.With("movies.dat", $"1::{padding} (1990)::\n73::Misérables, Les (1995)::Drama\n", new UTF8Encoding(false));
        _folder.With("ratings.dat", "1::73::3.5::978300760\n");

        RatingDataset dataset = MovieLensReader.Read(_folder.Path);

        Assert.Equal(new Movie(73, "Misérables, Les", 1995, ["Drama"]), dataset.Movies[1]);
        Assert.Equal(RatingScale.HalfStars, dataset.Scale);
        Assert.Equal([new Rating(0, 1, 3.5f, 978300760)], dataset.Ratings.ToArray());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_hundred_thousand_layout_reads_both_encodings(bool isUtf8)
    {
        Encoding encoding = isUtf8 ? new UTF8Encoding(false) : Encoding.Latin1;
        string flags = string.Join('|', Enumerable.Repeat("0", 18).Append("1"));
        _folder.With("u.item", $"1|Misérables, Les (1995)|01-Jan-1995||http://x|{flags}\n", encoding).With("u.data", "1\t1\t3\t5\n");

        Assert.Equal([new Movie(1, "Misérables, Les", 1995, ["Western"])], MovieLensReader.Read(_folder.Path).Movies);
    }

    [Theory]
    [InlineData("userId,movieId,rating,Timestamp")]
    [InlineData("USERID,MovieID,Rating,time stamp")]
    [InlineData("user_id,movie-id, rating,time_stamp")]
    public void Column_names_in_another_spelling_are_read(string header)
    {
        _folder.With("movies.csv", "MovieID,Title,Genres\n1,A (1990),Drama\n").With("ratings.csv", $"{header}\n1,1,4,964982703\n");

        Assert.Equal([new Rating(0, 0, 4, 964982703)], MovieLensReader.Read(_folder.Path).Ratings.ToArray());
    }

    [Theory]
    [InlineData("userId,movieId,rating,time", "'time'")]
    [InlineData("userId,movieId,rating,rating date", "'rating date'")]
    [InlineData("userId,movieId,rating,Timestamp,TIMESTAMP", "'Timestamp,TIMESTAMP'")]
    [InlineData("userId,movieId,Rating,RATING,timestamp", "'Rating,RATING'")]
    public void A_column_that_may_be_meant_is_refused(string header, string value)
    {
        _folder.With("movies.csv", Movies).With("ratings.csv", $"{header}\n1,1,4,5,6\n");

        string message = Assert.Throws<InvalidDataException>(() => MovieLensReader.Read(_folder.Path)).Message;

        Assert.StartsWith("ratings.csv, line 1: ", message, StringComparison.Ordinal);
        Assert.EndsWith($"{value}.", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1, 1,1.0,964982703", "' 1'")]
    [InlineData("1,1 ,1.0,964982703", "'1 '")]
    [InlineData("1,1\t,1.0,964982703", @"'1\t'")]
    [InlineData("1,1\u00A0,1.0,964982703", @"'1\u00a0'")]
    [InlineData("1,\"1\n\",1.0,964982703", @"'1\n'")]
    [InlineData("1, 1,1.0", "'1, 1,1.0'")]
    public void A_message_shows_the_value_as_it_stands(string row, string value)
    {
        _folder.With("movies.csv", Movies).With("ratings.csv", $"userId,movieId,rating,timestamp\n{row}\n");

        string message = Assert.Throws<InvalidDataException>(() => MovieLensReader.Read(_folder.Path)).Message;

        Assert.EndsWith($": {value}.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_half_star_turns_the_scale_of_an_old_layout_into_half_stars()
    {
        _folder.With("movies.dat", "3::A (1997)::Horror\n").With("ratings.dat", "1::3::2.5\n2::3::4\n");

        RatingDataset dataset = MovieLensReader.Read(_folder.Path);

        Assert.Equal(RatingScale.HalfStars, dataset.Scale);
        Assert.False(dataset.HasTimestamps);
    }

    [Fact]
    public void Of_two_ratings_of_one_film_the_later_counts()
    {
        _folder.With("movies.csv", Movies).With("ratings.csv", """
            userId,movieId,rating,timestamp
            1,1,5,300
            1,7,1,100
            1,1,2,200
            1,7,4,100
            """);

        RatingDataset dataset = MovieLensReader.Read(_folder.Path);

        Assert.Equal([new Rating(0, 0, 5, 300), new Rating(0, 1, 4, 100)], dataset.Ratings.ToArray());
        Assert.Equal(2, dataset.SupersededRatings);
    }

    [Fact]
    public void Without_timestamps_the_last_line_counts()
    {
        _folder.With("movies.csv", Movies).With("ratings.csv", "userId,movieId,rating\n1,1,5\n1,7,3\n1,1,2\n");

        Assert.Equal([new Rating(0, 1, 3), new Rating(0, 0, 2)], MovieLensReader.Read(_folder.Path).Ratings.ToArray());
    }

    [Fact]
    public void Ratings_of_unlisted_films_are_dropped_and_counted()
    {
        _folder.With("movies.csv", Movies).With("ratings.csv", "userId,movieId,rating\n8,99,5\n9,7,3\n9,98,3\n");

        RatingDataset dataset = MovieLensReader.Read(_folder.Path);

        Assert.Equal([new Rating(0, 1, 3)], dataset.Ratings.ToArray());
        Assert.Equal([9], dataset.UserIds);
        Assert.Equal(2, dataset.DroppedRatings);
    }

    [Theory]
    [InlineData("1,1,6,5", "rating", "'6'")]
    [InlineData("1,1,0,5", "rating", "'0'")]
    [InlineData("1,1,3.25,5", "rating", "'3.25'")]
    [InlineData("1,1,NaN,5", "rating", "'NaN'")]
    [InlineData("1,1,Infinity,5", "rating", "'Infinity'")]
    [InlineData("1,1,\"3,5\",5", "rating", "'3,5'")]
    [InlineData("1,1,,5", "rating", "''")]
    [InlineData("0,1,3,5", "user id", "'0'")]
    [InlineData("-1,1,3,5", "user id", "'-1'")]
    [InlineData("1,1.5,3,5", "movie id", "'1.5'")]
    [InlineData("99999999999,1,3,5", "user id", "'99999999999'")]
    [InlineData("1,1,3,-5", "timestamp", "'-5'")]
    [InlineData("1,1,3,999999999999999", "timestamp", "'999999999999999'")]
    [InlineData("1,1,3", "3 fields where 4 fields", "'1,1,3'")]
    [InlineData("1,1,3,4,5", "5 fields where 4 fields", "'1,1,3,4,5'")]
    [InlineData("1,1\"x\",3,5", "quote", "'1\"x\"'")]
    [InlineData("1,\"1,3,5", "never closed", "'\"1,3,5")]
    public void A_malformed_rating_names_file_line_reason_and_value(string line, string reason, string value)
    {
        _folder.With("movies.csv", Movies).With("ratings.csv", $"userId,movieId,rating,timestamp\r\n2,1,3,5\r\n\r\n{line}\r\n3,1,3,5\r\n");

        string message = Assert.Throws<InvalidDataException>(() => MovieLensReader.Read(_folder.Path)).Message;

        Assert.StartsWith("ratings.csv, line 4: ", message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.Contains(value, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("u.item", "1|A||||1|0\n1|B||||1\n", "u.item, line 2: has 6 fields where 7 fields were expected")]
    [InlineData("u.item", "1|A||||1|2\n", "u.item, line 1: the flag of the genre Noir is neither 0 nor 1: '2'")]
    [InlineData("u.item", "1|A||||1\n", "u.item, line 1: a film has 5 fields and 2 genre flags, not 6 fields")]
    [InlineData("u.data", "1\t1\n", "u.data, line 1: a rating has 3 fields, or 4")]
    [InlineData("u.data", "1\t1\t3\n1\t1\t3\t5\n", "u.data, line 2: has 4 fields where 3 fields were expected")]
    [InlineData("u.genre", "unknown|0\nWar|x\n", "u.genre, line 2: the genre's position")]
    [InlineData("u.genre", "unknown|0\nWar|2\n", "u.genre: the positions")]
    public void A_malformed_line_of_the_hundred_thousand_layout_is_named(string file, string text, string expected)
    {
        _folder.With("u.item", "1|A||||0|1\n").With("u.data", "1\t1\t3\n").With("u.genre", "War|0\nNoir|1\n").With(file, text);

        string message = Assert.Throws<InvalidDataException>(() => MovieLensReader.Read(_folder.Path)).Message;

        Assert.StartsWith(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_is_counted_where_its_record_begins()
    {
        _folder.With("movies.csv", "movieId,title,genres\n1,\"two\nlines\",War\nx,\"three\nmore\nlines\",War\n");
        _folder.With("ratings.csv", "userId,movieId,rating\n");

        string message = Assert.Throws<InvalidDataException>(() => MovieLensReader.Read(_folder.Path)).Message;

        Assert.StartsWith("movies.csv, line 4: the movie id is not an integer", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_film_listed_twice_is_an_error()
    {
        _folder.With("movies.csv", Movies + "1,Again (1999),War\n").With("ratings.csv", "userId,movieId,rating\n");

        string message = Assert.Throws<InvalidDataException>(() => MovieLensReader.Read(_folder.Path)).Message;

        Assert.Equal("movies.csv, line 4: the movie id occurs twice: '1'.", message);
    }

    [Fact]
    public void A_long_value_is_shown_shortened()
    {
        _folder.With("movies.csv", Movies).With("ratings.csv", $"userId,movieId,rating\n1,{new string('9', 500)},3\n");

        string message = Assert.Throws<InvalidDataException>(() => MovieLensReader.Read(_folder.Path)).Message;

        Assert.EndsWith($"'{new string('9', 60)}...'.", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('x')]
    [InlineData(',')]
    public void An_endless_record_is_refused(char filler)
    {
        _folder.With("movies.csv", Movies).With("ratings.csv", "userId,movieId,rating\n1,1,3\n" + new string(filler, 3_000_000));

        string message = Assert.Throws<InvalidDataException>(() => MovieLensReader.Read(_folder.Path)).Message;

        Assert.StartsWith("ratings.csv, line 3: the record is longer than", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("userId,movieId,stars\n", "ratings.csv, line 1: no column is called 'rating'")]
    [InlineData("userId,userId,rating\n", "ratings.csv, line 1: names a column twice: 'userId'")]
    [InlineData("", "ratings.csv, line 1: the file is empty")]
    public void A_wrong_header_is_named(string text, string expected)
    {
        _folder.With("movies.csv", Movies).With("ratings.csv", text);

        string message = Assert.Throws<InvalidDataException>(() => MovieLensReader.Read(_folder.Path)).Message;

        Assert.StartsWith(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_of_a_known_layout_is_named()
    {
        _folder.With("ratings.dat", "1::1::3\n");

        var exception = Assert.Throws<FileNotFoundException>(() => MovieLensReader.Read(_folder.Path));

        Assert.Equal("movies.dat", Path.GetFileName(exception.FileName));
    }

    [Fact]
    public void An_unknown_layout_says_what_was_looked_for()
    {
        string message = Assert.Throws<InvalidDataException>(() => MovieLensReader.Read(_folder.Path)).Message;

        Assert.All(
            ["ratings.csv", "movies.csv", "u.data", "u.item", "ratings.dat", "movies.dat"],
            file => Assert.Contains(file, message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_missing_folder_is_an_error()
    {
        Assert.Throws<DirectoryNotFoundException>(() => MovieLensReader.Read(Path.Combine(_folder.Path, "none")));
        Assert.Throws<ArgumentException>(() => MovieLensReader.Read(" "));
        Assert.Throws<ArgumentNullException>(() => MovieLensReader.Read(null!));
    }

    [Fact]
    public void A_file_in_place_of_the_folder_is_named_as_a_file()
    {
        string file = Path.Combine(_folder.Path, "ratings.csv");
        File.WriteAllText(file, "");

        DirectoryNotFoundException refused = Assert.Throws<DirectoryNotFoundException>(() => MovieLensReader.Read(file));

        Assert.Equal($"'{file}' is a file. Name the folder that it is in.", refused.Message);
    }

    [Fact]
    public void Reading_can_be_cancelled()
    {
        _folder.With("movies.csv", Movies).With("ratings.csv", "userId,movieId,rating\n");

        Assert.Throws<OperationCanceledException>(() => MovieLensReader.Read(_folder.Path, new CancellationToken(canceled: true)));
    }

    [RealDataFact("ml-latest-small")]
    public void All_of_the_real_small_dataset_is_read()
    {
        RatingDataset dataset = MovieLensReader.Read(RealData.PathOf("ml-latest-small"));

        Assert.Equal("ml-latest-small", dataset.Name);
        Assert.Equal((100_836, 610, 9_742), (dataset.Ratings.Length, dataset.UserIds.Count, dataset.Movies.Count));
        Assert.Equal((0, 0), (dataset.DroppedRatings, dataset.SupersededRatings));
        Assert.True(dataset.HasTimestamps);
        Assert.Equal(19, dataset.Movies.SelectMany(movie => movie.Genres).Distinct().Count());
        Assert.Equal(34, dataset.Movies.Count(movie => movie.Genres.Count == 0));
        Assert.Equal(new Rating(0, 0, 4, 964982703), dataset.Ratings.Span[0]);
        Assert.Equal(1995, dataset.Movies[0].Year);
    }
}
