using System.Runtime.InteropServices;
using System.Security.Cryptography;
using WeightlessNet.Bits;
using WeightlessNet.Datasets.Internals;
using WeightlessNet.Recommenders;
using Xunit;

namespace WeightlessNet.Datasets.Tests;

public sealed class SyntheticMoviesTests
{
    private static readonly RatingDataset World = SyntheticMovies.Generate();

    [Fact]
    public void The_same_seed_gives_the_same_world()
    {
        RatingDataset again = SyntheticMovies.Generate(new SyntheticMoviesOptions());

        Assert.Equal(World.Movies, again.Movies);
        Assert.True(World.Ratings.Span.SequenceEqual(again.Ratings.Span));
    }

    // The bytes are the same in every version and on every machine. Only an intended change of the generator may change this hash.
    [Fact]
    public void The_default_world_is_the_same_on_every_machine()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Rating rating in World.Ratings.Span)
        {
            long[] values = [rating.User, rating.Item, (long)(rating.Value * 2), rating.Timestamp];
            hash.AppendData(MemoryMarshal.AsBytes<long>(values));
        }

        Assert.Equal("875e775447087c03", Convert.ToHexStringLower(hash.GetHashAndReset())[..16]);
    }

    [Fact]
    public void Another_seed_gives_another_world()
    {
        RatingDataset other = SyntheticMovies.Generate(new SyntheticMoviesOptions { Seed = 2 });

        Assert.False(World.Ratings.Span.SequenceEqual(other.Ratings.Span));
        Assert.NotEqual(World.Movies.Select(movie => movie.Title), other.Movies.Select(movie => movie.Title));
    }

    [Fact]
    public void The_default_world_resembles_MovieLens()
    {
        Rating[] ratings = World.Ratings.ToArray();
        double mean = ratings.Average(rating => rating.Value);
        double deviation = Math.Sqrt(ratings.Average(rating => Math.Pow(rating.Value - mean, 2)));
        int[] perUser = [.. ratings.GroupBy(rating => rating.User).Select(group => group.Count()).Order()];
        int[] perFilm = [.. ratings.GroupBy(rating => rating.Item).Select(group => group.Count()).Order()];

        Assert.Equal((300, 1500), (World.UserIds.Count, World.Movies.Count));
        Assert.InRange(ratings.Length, 28_000, 32_000);
        Assert.InRange(mean, 3.3, 3.7);
        Assert.InRange(deviation, 0.9, 1.1);
        Assert.Equal(20, perUser[0]);
        Assert.InRange(perUser[perUser.Length / 2], 40, 80);
        Assert.InRange(perUser[^1], 500, 900);
        Assert.True(perFilm[^1] > 8 * perFilm[perFilm.Length / 2], "A few films have most of the ratings.");
        Assert.Equal(10, ratings.Select(rating => rating.Value).Distinct().Count());
    }

    [Fact]
    public void Films_have_different_genres_recent_years_and_unique_titles()
    {
        IReadOnlyList<Movie> movies = World.Movies;
        int Having(string genre) => movies.Count(movie => movie.Genres.Contains(genre));

        Assert.All(movies, movie => Assert.InRange(movie.Genres.Distinct().Count(), 1, 4));
        Assert.All(movies, movie => Assert.InRange(movie.Year!.Value, 1915, 2014));
        Assert.Equal(19, movies.SelectMany(movie => movie.Genres).Distinct().Count());
        Assert.InRange(Having("Drama"), 500, 800);
        Assert.InRange(Having("Western"), 10, 70);
        Assert.InRange(movies.Select(movie => movie.Year!.Value).Order().ElementAt(750), 1990, 2000);
        Assert.Equal(movies.Count, movies.Select(movie => movie.Title).Distinct().Count());
        Assert.Equal(Enumerable.Range(1, 1500), movies.Select(movie => movie.Id));
    }

    [Fact]
    public void The_timestamps_of_a_user_rise_strictly_and_come_in_sessions()
    {
        Assert.True(World.HasTimestamps);
        foreach (IGrouping<int, Rating> user in World.Ratings.ToArray().GroupBy(rating => rating.User))
        {
            long[] times = [.. user.Select(rating => rating.Timestamp)];
            long[] gaps = [.. times.Skip(1).Zip(times, (later, earlier) => later - earlier)];
            Assert.All(gaps, gap => Assert.True(gap > 0));
            Assert.InRange(gaps.Count(gap => gap > 3600), times.Length / 45, times.Length / 5);
        }
    }

    [Fact]
    public void Each_layer_of_a_recommender_finds_something_to_learn()
    {
        (double userMean, double bias, double personal) = MeasureErrors(World);

        Assert.InRange(userMean, 0.88, 0.98);
        Assert.InRange(bias, 0.82, userMean - 0.03);
        Assert.InRange(personal, 0.75, bias - 0.02);
    }

    [Fact]
    public void Without_taste_there_is_nothing_personal_to_learn()
    {
        (_, double bias, double personal) = MeasureErrors(SyntheticMovies.Generate(new SyntheticMoviesOptions { TasteDeviation = 0 }));

        Assert.True(personal > bias - 0.002, $"bias {bias}, personal {personal}");
    }

    [Fact]
    public void Taste_drifts_from_the_first_rating_to_the_last()
    {
        var random = new SplitMix64(1);
        SyntheticFilm film = SyntheticFilm.Make(new SyntheticMoviesOptions { Movies = 1 }, ref random)[0];
        SyntheticViewer Viewer(double drift)
        {
            var own = new SplitMix64(2);
            return new SyntheticViewer(new SyntheticMoviesOptions { Drift = drift }, ref own);
        }

        Assert.Equal(Viewer(0).Liking(film, 0), Viewer(0).Liking(film, 1));
        Assert.Equal(Viewer(0).Liking(film, 0), Viewer(1).Liking(film, 0));
        Assert.NotEqual(Viewer(1).Liking(film, 0), Viewer(1).Liking(film, 1));
    }

    [Fact]
    public void The_smallest_world_is_one_rating()
    {
        RatingDataset dataset = SyntheticMovies.Generate(
            new SyntheticMoviesOptions { Users = 1, Movies = 1, MinimumRatingsPerUser = 1, MeanRatingsPerUser = 1 });

        Assert.Equal((0, 0), (Assert.Single(dataset.Ratings.ToArray()).User, dataset.Ratings.Span[0].Item));
    }

    [Fact]
    public void A_user_may_rate_every_film()
    {
        RatingDataset dataset = SyntheticMovies.Generate(
            new SyntheticMoviesOptions { Users = 3, Movies = 50, MinimumRatingsPerUser = 50, MeanRatingsPerUser = 50 });

        Assert.Equal(150, dataset.Ratings.Length);
    }

    public static TheoryData<SyntheticMoviesOptions, string> WrongOptions => new()
    {
        { new() { Users = 0 }, "Users" },
        { new() { Users = 1_000_001 }, "Users" },
        { new() { Movies = 0 }, "Movies" },
        { new() { Movies = 1_000_001 }, "Movies" },
        { new() { MinimumRatingsPerUser = 0 }, "MinimumRatingsPerUser" },
        { new() { MinimumRatingsPerUser = 1501 }, "MinimumRatingsPerUser" },
        { new() { MeanRatingsPerUser = 19 }, "MeanRatingsPerUser" },
        { new() { MeanRatingsPerUser = 901 }, "MeanRatingsPerUser" },
        { new() { MeanRatingsPerUser = double.NaN }, "MeanRatingsPerUser" },
        { new() { Users = 1_000_000 }, "MeanRatingsPerUser" },
        { new() { PopularityExponent = -1 }, "PopularityExponent" },
        { new() { PopularityExponent = 5.1 }, "PopularityExponent" },
        { new() { TasteDeviation = -0.1 }, "TasteDeviation" },
        { new() { CompanyDeviation = -0.1 }, "CompanyDeviation" },
        { new() { CompanyDeviation = 5.1 }, "CompanyDeviation" },
        { new() { Selectivity = 10.1 }, "Selectivity" },
        { new() { Selectivity = double.NaN }, "Selectivity" },
        { new() { MoodDeviation = -1 }, "MoodDeviation" },
        { new() { NoiseDeviation = double.PositiveInfinity }, "NoiseDeviation" },
        { new() { Drift = 1.1 }, "Drift" },
    };

    [Theory]
    [MemberData(nameof(WrongOptions))]
    public void An_option_out_of_range_is_named(SyntheticMoviesOptions options, string name) =>
        Assert.Throws<ArgumentOutOfRangeException>(name, () => SyntheticMovies.Generate(options));

    // Root mean squared errors on a random fifth of three predictions: the user's mean; user and film biases; those plus the user's mean
    // residual for each genre and era. All are shrunk towards 0.
    private static (double UserMean, double Bias, double Personal) MeasureErrors(RatingDataset dataset)
    {
        var random = new SplitMix64(3);
        var train = new List<Rating>();
        var test = new List<Rating>();
        foreach (Rating rating in dataset.Ratings.Span)
        {
            (random.Next(5) == 0 ? test : train).Add(rating);
        }

        double mean = train.Average(rating => rating.Value);
        Func<Rating, double> userMean = Means(train, rating => [rating.User], rating => rating.Value - mean, 0);
        Func<Rating, double> film = Means(train, rating => [rating.Item], rating => rating.Value - mean - userMean(rating), 5);
        Func<Rating, double> user = Means(train, rating => [rating.User], rating => rating.Value - mean - film(rating), 5);
        Func<Rating, double> personal = Means(train, Features, rating => rating.Value - mean - film(rating) - user(rating), 4);
        return (
            Error(test, rating => mean + userMean(rating)),
            Error(test, rating => mean + film(rating) + user(rating)),
            Error(test, rating => mean + film(rating) + user(rating) + personal(rating)));

        IEnumerable<object> Features(Rating rating)
        {
            Movie movie = dataset.Movies[rating.Item];
            int era = movie.Year!.Value switch { < 1980 => 0, < 2000 => 1, _ => 2 };
            return movie.Genres.Select(genre => (object)(rating.User, genre)).Append((rating.User, era));
        }
    }

    private static Func<Rating, double> Means(
        List<Rating> ratings, Func<Rating, IEnumerable<object>> keys, Func<Rating, double> value, double shrinkage)
    {
        Dictionary<object, double> means = ratings
            .SelectMany(rating => keys(rating).Select(key => (key, value: value(rating))))
            .GroupBy(pair => pair.key, pair => pair.value)
            .ToDictionary(group => group.Key, group => group.Sum() / (group.Count() + shrinkage));
        return rating => keys(rating).Select(key => means.GetValueOrDefault(key)).Average();
    }

    private static double Error(List<Rating> ratings, Func<Rating, double> predict) =>
        Math.Sqrt(ratings.Average(rating => Math.Pow(rating.Value - predict(rating), 2)));
}
