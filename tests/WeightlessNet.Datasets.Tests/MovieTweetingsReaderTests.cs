using System.Text;
using WeightlessNet.Recommenders;
using WeightlessNet.Tests;
using Xunit;

namespace WeightlessNet.Datasets.Tests;

public sealed class MovieTweetingsReaderTests : IDisposable
{
    private const string Movies = "0002844::Fantômas (1913)::Crime|Drama\n1074638::Skyfall (2012)::Action\n12345678::Untitled::\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Films_and_ratings_from_0_to_10_are_read()
    {
        _folder.With("movies.dat", Movies).With("ratings.dat", "1::1074638::7::1365029107\n1::0002844::0::1365029108\n2::999::10::5\n");

        RatingDataset dataset = MovieTweetingsReader.Read(_folder.Path);

        Assert.Equal(
            [
                new Movie(2844, "Fantômas", 1913, ["Crime", "Drama"]),
                new Movie(1074638, "Skyfall", 2012, ["Action"]),
                new Movie(12345678, "Untitled", null, []),
            ],
            dataset.Movies);
        Assert.Equal([new Rating(0, 1, 7, 1365029107), new Rating(0, 0, 0, 1365029108)], dataset.Ratings.ToArray());
        Assert.Equal((new RatingScale(0, 10, 1), 1, true), (dataset.Scale, dataset.DroppedRatings, dataset.HasTimestamps));
    }

    [Theory]
    [InlineData("1::1074638::11::5\n", "ratings.dat, line 1: the rating is not an integer from 0 to 10: '11'")]
    [InlineData("1::1074638::7.5::5\n", "ratings.dat, line 1: the rating is not an integer from 0 to 10: '7.5'")]
    public void A_rating_off_the_scale_is_refused(string ratings, string reason)
    {
        _folder.With("movies.dat", Movies).With("ratings.dat", ratings);

        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => MovieTweetingsReader.Read(_folder.Path)).Message);
    }

    [Fact]
    public void Titles_in_another_encoding_are_refused()
    {
        _folder.With("movies.dat", Movies, Encoding.Latin1).With("ratings.dat", "1::1074638::7::5\n");

        Assert.Contains("not utf-8", Assert.Throws<InvalidDataException>(() => MovieTweetingsReader.Read(_folder.Path)).Message);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        _folder.With("movies.dat", Movies);

        Assert.EndsWith("ratings.dat", Assert.Throws<FileNotFoundException>(() => MovieTweetingsReader.Read(_folder.Path)).FileName);
    }

    [RealDataFact("movietweetings-100k")]
    public void The_dataset_is_read()
    {
        RatingDataset dataset = MovieTweetingsReader.Read(RealData.PathOf("movietweetings-100k"));

        Assert.Equal((100_000, 16_554, 10_506), (
            dataset.Ratings.Length + dataset.SupersededRatings + dataset.DroppedRatings, dataset.UserIds.Count, dataset.Movies.Count));
        Assert.Contains(dataset.Movies, movie => movie.Title == "Fantômas - À l'ombre de la guillotine");
    }
}
