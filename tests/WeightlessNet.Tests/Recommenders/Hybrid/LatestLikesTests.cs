using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative.Internals;
using WeightlessNet.Recommenders.Hybrid.Internals;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Hybrid;

public sealed class LatestLikesTests
{
    private const int Items = 20;

    [Fact]
    public void The_latest_fifth_of_the_likes_is_held_out_with_all_that_is_as_late()
    {
        LikedRatings ratings = new(Items, RatingScale.HalfStars, likedFrom: 4);
        for (int item = 0; item < 10; item++)
        {
            // Likes at 100, 110, ..., 190.
            ratings.Set(new Rating(0, item, 4, 100 + (10 * item)));
        }

        ratings.Set(new Rating(0, 10, 1, 185));
        ratings.Set(new Rating(0, 11, 1, 300));
        ratings.Set(new Rating(0, 12, 5));
        var latest = LatestLikes.Of(ratings);
        Assert.Equal(
            [8, 9, 10, 11],
            Enumerable.Range(0, 13).Where(item => latest.Has(0, TimeOf(ratings, item))));
    }

    [Fact]
    public void One_of_two_likes_is_held_out_and_none_of_one_or_of_unknown_time()
    {
        LikedRatings ratings = new(Items, RatingScale.HalfStars, likedFrom: 4);
        ratings.Set(new Rating(0, 0, 5, 100));
        ratings.Set(new Rating(0, 1, 5, 200));
        ratings.Set(new Rating(1, 0, 5, 100));
        ratings.Set(new Rating(1, 1, 1, 200));
        ratings.Set(new Rating(2, 0, 5));
        ratings.Set(new Rating(2, 1, 5));
        var latest = LatestLikes.Of(ratings);
        Assert.Equal((false, true), (latest.Has(0, 100), latest.Has(0, 200)));
        Assert.Equal((false, false), (latest.Has(1, 100), latest.Has(1, 200)));
        Assert.False(latest.Has(2, 0));
    }

    private static long TimeOf(LikedRatings ratings, int item)
    {
        foreach (RatedItem rated in ratings.Log.OfUser(0))
        {
            if (rated.Item == item)
            {
                return rated.Timestamp;
            }
        }

        return -1;
    }
}
