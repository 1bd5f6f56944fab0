using FsCheck.Xunit;
using WeightlessNet.Bits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Weightless;
using World = WeightlessNet.Tests.Recommenders.Weightless.WeightlessRecommenderWorld;

namespace WeightlessNet.Tests.Recommenders.Weightless;

public sealed class MaximumRatingsPerUserTests
{
    [Property(Arbitrary = [typeof(World)], MaxTest = 25)]
    public void A_rating_beyond_the_limit_drops_the_oldest_earlier_one(World world)
    {
        SplitMix64 random = new(world.Seed);
        int most = 1 + random.Next(12);
        Rating[] shuffled = [.. world.Ratings];
        foreach (WeightlessOptions options in world.Options)
        {
            random.Shuffle<Rating>(shuffled);
            WeightlessRecommender actual = world.Taught(options with { MaximumRatingsPerUser = most });
            foreach (Rating rating in shuffled)
            {
                actual.Learn(rating);
                world.ReadSomething(actual, ref random);
            }

            world.AssertSame(world.Taught(options, Kept(shuffled, most)), actual);
        }
    }

    [Property(Arbitrary = [typeof(World)], MaxTest = 25)]
    public void Learned_in_the_order_of_time_only_the_newest_ratings_of_a_user_count(World world)
    {
        SplitMix64 random = new(world.Seed);
        int most = 1 + random.Next(12);
        Rating[] ordered = [.. world.Ratings.OrderBy(rating => rating.Timestamp).ThenBy(rating => rating.Item)];
        Rating[] newest = [.. ordered.GroupBy(rating => rating.User).SelectMany(own => own.TakeLast(most))];
        world.AssertSame(
            world.Taught(world.Shape, newest), world.Taught(world.Shape with { MaximumRatingsPerUser = most }, ordered));
    }

    [Theory]
    [InlineData(2, 0, 0)]
    [InlineData(0, 2, 0)]
    [InlineData(2, 0, -5)]
    public void The_rating_just_learned_is_kept(int first, int second, long timestamp)
    {
        World world = World.Random(3);
        WeightlessRecommender recommender = world.Taught(
            new WeightlessOptions { MaximumRatingsPerUser = 1 },
            new Rating(0, first, world.Scale.Maximum),
            new Rating(0, second, world.Scale.Maximum, timestamp));
        Assert.Equal([second], World.RatingsOf(recommender, 0).Select(entry => entry.Item));
    }

    [Property(Arbitrary = [typeof(World)], MaxTest = 15)]
    public void A_counterfactual_rating_restores_the_rating_that_it_drops(World world)
    {
        SplitMix64 random = new(world.Seed);
        foreach (WeightlessOptions options in world.Options)
        {
            WeightlessOptions limited = options with { MaximumRatingsPerUser = 1 + random.Next(6) };
            WeightlessRecommender recommender = world.Taught(limited, world.Ratings);
            for (int i = 0; i < 6; i++)
            {
                // Some are older than all kept ratings, and some replace one of them.
                Rating rating = new(random.Next(world.Users), random.Next(world.Items), world.RandomValue(ref random), random.Next(34) - 2);
                int item = random.Next(world.Items);
                WeightlessRecommender copy = world.Taught(limited, [.. world.Ratings, rating]);
                Assert.Equal(copy.StandingOf(rating.User, item), recommender.IfRated(rating, item));
            }

            world.AssertSame(world.Taught(limited, world.Ratings), recommender);
        }
    }

    [Fact]
    public void Rating_an_item_again_drops_no_other_rating()
    {
        World world = World.Random(3);
        WeightlessRecommender recommender = world.Taught(new WeightlessOptions { MaximumRatingsPerUser = 2 });
        recommender.Learn(new Rating(0, 0, world.Scale.Minimum, 1));
        recommender.Learn(new Rating(0, 1, world.Scale.Minimum, 2));
        recommender.Learn(new Rating(0, 0, world.Scale.Maximum, 3));
        Assert.Equal(2, recommender.RatingCount);
        recommender.Learn(new Rating(0, 2, world.Scale.Maximum, 4));
        Assert.Equal([0, 2], World.RatingsOf(recommender, 0).Select(entry => entry.Item));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_maximum_below_one_is_refused(int maximum) => Assert.Throws<ArgumentOutOfRangeException>(
        nameof(WeightlessOptions.MaximumRatingsPerUser), () => new WeightlessOptions { MaximumRatingsPerUser = maximum });

    // The ratings that a limit keeps when they are learned in this order.
    private static Rating[] Kept(IEnumerable<Rating> learned, int most)
    {
        List<Rating> kept = [];
        foreach (Rating rating in learned)
        {
            Rating[] earlier = [.. kept.Where(other => other.User == rating.User)];
            if (earlier.Length == most)
            {
                kept.Remove(earlier.OrderBy(other => other.Timestamp).ThenBy(other => other.Item).First());
            }

            kept.Add(rating);
        }

        return [.. kept];
    }
}
