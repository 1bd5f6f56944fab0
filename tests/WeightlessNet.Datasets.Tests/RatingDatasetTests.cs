using WeightlessNet.Recommenders;
using Xunit;

namespace WeightlessNet.Datasets.Tests;

public sealed class RatingDatasetTests
{
    private static readonly Movie[] TwoMovies = [new(5, "A", 1990, ["War"]), new(9, "B", null, [])];

    [Fact]
    public void A_dataset_holds_what_it_was_made_from()
    {
        Rating[] ratings = [new(0, 1, 4, 7), new(1, 1, 2, 8)];

        RatingDataset dataset = Make(ratings);

        Assert.Equal(("two", RatingScale.Stars), (dataset.Name, dataset.Scale));
        Assert.Equal(TwoMovies, dataset.Movies);
        Assert.Equal([70, 71], dataset.UserIds);
        Assert.Equal(ratings, dataset.Ratings.ToArray());
        Assert.True(dataset.HasTimestamps);
    }

    [Fact]
    public void Timestamps_count_only_where_all_ratings_have_one()
    {
        Assert.False(Make([new(0, 1, 4, 7), new(1, 1, 2)]).HasTimestamps);
        Assert.False(Make([]).HasTimestamps);
    }

    [Theory]
    [InlineData(-1, 0, 3)]
    [InlineData(2, 0, 3)]
    [InlineData(0, -1, 3)]
    [InlineData(0, 2, 3)]
    [InlineData(0, 0, 0.5)]
    [InlineData(0, 0, double.NaN)]
    public void A_rating_of_an_unknown_user_or_item_or_off_the_scale_is_refused(int user, int item, double value) =>
        Assert.Throws<ArgumentOutOfRangeException>("ratings", () => Make([new(user, item, (float)value)]));

    [Fact]
    public void Duplicates_are_refused()
    {
        Assert.Throws<ArgumentException>("ratings", () => Make([new(0, 1, 3), new(1, 1, 3), new(0, 1, 4)]));
        Movie[] twice = [TwoMovies[0], TwoMovies[0]];
        Assert.Throws<ArgumentException>("movies", () => new RatingDataset("x", RatingScale.Stars, twice, [1], default));
        Assert.Throws<ArgumentException>("userIds", () => new RatingDataset("x", RatingScale.Stars, TwoMovies, [1, 1], default));
        Assert.Throws<ArgumentException>("name", () => new RatingDataset("", RatingScale.Stars, TwoMovies, [1], default));
    }

    [Fact]
    public void Films_with_equal_genres_are_equal()
    {
        var film = new Movie(1, "A", 1990, ["War", "Drama"], "en", 7.5, 3);
        Movie same = film with { Genres = new List<string> { "War", "Drama" } };

        Assert.Equal(film, same);
        Assert.Equal(film.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(film, film with { Genres = ["Drama", "War"] });
        Assert.NotEqual(film, film with { VoteCount = null });
    }

    private static RatingDataset Make(Rating[] ratings) => new("two", RatingScale.Stars, TwoMovies, [70, 71], ratings);
}
