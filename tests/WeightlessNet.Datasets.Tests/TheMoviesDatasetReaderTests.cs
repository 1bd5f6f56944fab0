using WeightlessNet.Recommenders;
using WeightlessNet.Tests;
using Xunit;

namespace WeightlessNet.Datasets.Tests;

public sealed class TheMoviesDatasetReaderTests : IDisposable
{
    private const string Header =
        "adult,genres,id,original_language,original_title,overview,release_date,title,vote_average,vote_count\r\n";

    private const string Metadata = Header
        + "False,\"[{'id': 16, 'name': 'Animation'}, {'id': 35, 'name': \"\"Kids' Comedy\"\"}]\",862,en,Toy Story,\"Andy's toys,\r\n"
        + "and \"\"Buzz\"\"\",1995-10-30,Toy Story,7.7,5415\r\n"
        + "False,[],1,fr,Titre,,,,,\r\n"
        + "False,\"[{'id': 18, 'name': 'Drama'}]\",82663,,Cut Short,the overview ends here\r\n"
        + " - Written by somebody,0.065736,1997-08-20,/poster.jpg,104.0\r\n"
        + "False,[],862,en,Again,,2001-01-01,Again,1.0,1\r\n";

    private const string Links = "movieId,imdbId,tmdbId\n1,0114709,862\n2,0113497,\n3,5,1\n4,6,9999\n5,7,82663\n";

    private readonly TemporaryFolder _folder = new();

    public TheMoviesDatasetReaderTests() => _folder.With("movies_metadata.csv", Metadata).With("links_small.csv", Links).With(
        "ratings_small.csv", "userId,movieId,rating,timestamp\n7,1,4.5,10\n7,2,3,11\n8,3,2,12\n8,4,1,13\n8,862,5,14\n");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Joined_through_links_each_film_gets_its_own_metadata()
    {
        RatingDataset dataset = TheMoviesDatasetReader.Read(_folder.Path, MetadataJoin.ThroughLinks);

        Assert.Equal(
            [
                new Movie(1, "Toy Story", 1995, ["Animation", "Kids' Comedy"], "en", 7.7, 5415),
                new Movie(3, "Titre", null, [], "fr"),
                new Movie(5, "Cut Short", null, ["Drama"]),
            ],
            dataset.Movies);
        Assert.Equal([new Rating(0, 0, 4.5f, 10), new Rating(1, 1, 2, 12)], dataset.Ratings.ToArray());
        Assert.Equal([7, 8], dataset.UserIds);
        Assert.Equal(3, dataset.DroppedRatings);
        Assert.Equal(2, dataset.SkippedMovieRows);
        Assert.Equal(RatingScale.HalfStars, dataset.Scale);
    }

    [Fact]
    public void Joined_as_in_the_paper_a_MovieLens_id_is_used_as_a_TMDB_id()
    {
        File.Delete(Path.Combine(_folder.Path, "links_small.csv"));

        RatingDataset dataset = TheMoviesDatasetReader.Read(_folder.Path, MetadataJoin.MovieIdAsTmdbId);

        Assert.Equal([862, 1], dataset.Movies.Select(movie => movie.Id));
        Assert.Equal([new Rating(0, 1, 4.5f, 10), new Rating(1, 0, 5, 14)], dataset.Ratings.ToArray());
        Assert.Equal(3, dataset.DroppedRatings);
    }

    [Fact]
    public void The_full_files_are_read_only_where_the_small_ones_are_missing()
    {
        const string WholeRatings = "userId,movieId,rating\n1,5,1\n";
        _folder.With("ratings.csv", WholeRatings).With("links.csv", "movieId,imdbId,tmdbId\n5,1,862\n");
        Assert.Equal(2, TheMoviesDatasetReader.Read(_folder.Path, MetadataJoin.ThroughLinks).Ratings.Length);

        File.Delete(Path.Combine(_folder.Path, "ratings_small.csv"));
        Assert.Equal("Toy Story", Assert.Single(TheMoviesDatasetReader.Read(_folder.Path, MetadataJoin.ThroughLinks).Movies).Title);
        File.Delete(Path.Combine(_folder.Path, "links_small.csv"));
        RatingDataset dataset = TheMoviesDatasetReader.Read(_folder.Path, MetadataJoin.ThroughLinks);

        Assert.Equal([new Rating(0, 0, 1)], dataset.Ratings.ToArray());
        Assert.Equal("Toy Story", Assert.Single(dataset.Movies).Title);
        Assert.False(dataset.HasTimestamps);
    }

    [Theory]
    [InlineData("False,[,3,en,,,,,,", "line 2: the genres are not a Python list", "'['")]
    [InlineData("False,{},3,en,,,,,,", "line 2: the genres are not a Python list", "'{}'")]
    [InlineData("False,[16],3,en,,,,,,", "line 2: a genre is not a Python dictionary with a 'name'", "'[16]'")]
    [InlineData("False,[],tt3,en,,,,,,", "line 2: the TMDB id is not an integer", "'tt3'")]
    [InlineData("False,[],,en,,,,,,", "line 2: the TMDB id is not an integer", "''")]
    [InlineData("False,[],3,en,,,1995,,,", "line 2: the release date is not yyyy-mm-dd", "'1995'")]
    [InlineData("False,[],3,en,,,,,NaN,", "line 2: the vote average is not a number from 0 to 10", "'NaN'")]
    [InlineData("False,[],3,en,,,,,11,", "line 2: the vote average is not a number from 0 to 10", "'11'")]
    [InlineData("False,[],3,en,,,,,,-1", "line 2: the vote count is not an integer", "'-1'")]
    [InlineData("False,[],3,en,,,,,,1.5", "line 2: the vote count is not an integer", "'1.5'")]
    public void A_malformed_row_names_file_line_reason_and_value(string row, string reason, string value)
    {
        _folder.With("movies_metadata.csv", Header + row + "\r\n");

        string message = Assert.Throws<InvalidDataException>(
            () => TheMoviesDatasetReader.Read(_folder.Path, MetadataJoin.ThroughLinks)).Message;

        Assert.StartsWith("movies_metadata.csv, " + reason, message, StringComparison.Ordinal);
        Assert.EndsWith(value + ".", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_vote_count_that_pandas_wrote_is_read()
    {
        _folder.With("movies_metadata.csv", Header + "False,[],862,en,,,,T,6.5,12.0\n");

        Assert.Equal(12, TheMoviesDatasetReader.Read(_folder.Path, MetadataJoin.ThroughLinks).Movies[0].VoteCount);
    }

    [Fact]
    public void A_film_linked_twice_is_an_error()
    {
        _folder.With("links_small.csv", Links + "5,8,1\n");

        string message = Assert.Throws<InvalidDataException>(
            () => TheMoviesDatasetReader.Read(_folder.Path, MetadataJoin.ThroughLinks)).Message;

        Assert.Equal("links_small.csv, line 7: the movie id occurs twice: '5'.", message);
    }

    [Theory]
    [InlineData("movies_metadata.csv")]
    [InlineData("ratings_small.csv")]
    [InlineData("links_small.csv")]
    public void A_missing_file_is_named(string name)
    {
        File.Delete(Path.Combine(_folder.Path, name));

        var exception = Assert.Throws<FileNotFoundException>(() => TheMoviesDatasetReader.Read(_folder.Path, MetadataJoin.ThroughLinks));

        Assert.Equal(name, Path.GetFileName(exception.FileName));
    }

    [Fact]
    public void A_folder_without_the_files_is_refused_with_the_names_of_what_is_missing()
    {
        File.Delete(Path.Combine(_folder.Path, "movies_metadata.csv"));
        File.Delete(Path.Combine(_folder.Path, "ratings_small.csv"));

        string message = Assert.Throws<InvalidDataException>(
            () => TheMoviesDatasetReader.Read(_folder.Path, MetadataJoin.ThroughLinks)).Message;

        Assert.Contains("movies_metadata.csv", message, StringComparison.Ordinal);
        Assert.Contains("ratings_small.csv", message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_join_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>("join", () => TheMoviesDatasetReader.Read(_folder.Path, (MetadataJoin)2));

    [RealDataFact("the-movies-dataset")]
    public void The_real_extract_joined_through_links_keeps_97536_ratings()
    {
        RatingDataset dataset = TheMoviesDatasetReader.Read(RealData.PathOf("the-movies-dataset"), MetadataJoin.ThroughLinks);

        Assert.Equal((97_536, 100_004 - 97_536), (dataset.Ratings.Length, dataset.DroppedRatings));
        Assert.Equal(671, dataset.UserIds.Count);
        Assert.Equal(new Movie(1, "Toy Story", 1995, ["Animation", "Comedy", "Family"], "en", 7.7, 5415), dataset.Movies[0]);
    }

    [RealDataFact("the-movies-dataset")]
    public void The_real_extract_joined_as_in_the_paper_keeps_44989_ratings()
    {
        RatingDataset dataset = TheMoviesDatasetReader.Read(RealData.PathOf("the-movies-dataset"), MetadataJoin.MovieIdAsTmdbId);

        Assert.Equal((44_989, 100_004 - 44_989), (dataset.Ratings.Length, dataset.DroppedRatings));
        Assert.Equal(2_830, dataset.Movies.Count);
    }
}
