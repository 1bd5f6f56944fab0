using FsCheck.Xunit;
using WeightlessNet.Bits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Crowd.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using Xunit;
using World = WeightlessNet.Tests.Recommenders.Weightless.WeightlessRecommenderWorld;

namespace WeightlessNet.Tests.Recommenders.Crowd;

public sealed class RatingMomentsTests
{
    [Theory]
    [InlineData(0.10, 0.10, 2)]
    [InlineData(0.10, 0.17, 4)]
    [InlineData(0.05, 0.15, 10)]
    [InlineData(0.04, 0.20, 26)]
    [InlineData(0.00, 0.20, 30)]
    public void The_shrinkage_is_the_variance_of_noise_by_that_of_users_and_one_more(double users, double noise, int shrinkage)
    {
        // Few items have most ratings, and some users rate more than others.
        (int User, int Item, int Units)[] ratings = Draw(users, noise, 2000, 500);
        RatingMoments moments = MomentsOf(ratings, 500);
        Assert.InRange(moments.UserShrinkage, shrinkage - Math.Max(1, shrinkage / 8), shrinkage + Math.Max(1, shrinkage / 8));
    }

    [Fact]
    public void The_gain_and_the_decay_follow_the_noise_within_bounds()
    {
        Assert.Equal((15, 2.0), GainAndDecay(0.1, 0.1));
        Assert.Equal((40, 3.0), GainAndDecay(0.05, 0.15));
        Assert.Equal((65, 3.0), GainAndDecay(0, 0.15));

        static (int, double) GainAndDecay(double users, double noise)
        {
            RatingMoments moments = MomentsOf(Draw(users, noise, 2000, 500), 500);
            return (moments.GainShrinkage, moments.WeightDecay);
        }
    }

    [Fact]
    public void Without_ratings_or_with_those_of_one_user_or_one_item_the_shrinkage_is_the_usual_one()
    {
        Assert.Equal(4, default(RatingMoments).UserShrinkage);
        Assert.Equal(4, MomentsOf([.. Enumerable.Range(0, 3000).Select(item => (0, item, item % RatingUnits.Range))], 3000).UserShrinkage);
        Assert.Equal(4, MomentsOf([.. Enumerable.Range(0, 3000).Select(user => (user, 0, user % RatingUnits.Range))], 1).UserShrinkage);

        // One user has nearly all ratings.
        (int, int, int)[] ofOne = [(1, 0, 5), (1, 1, 9), .. Enumerable.Range(0, 3000).Select(item => (0, item, item * 5))];
        Assert.Equal(4, MomentsOf(ofOne, 3000).UserShrinkage);
    }

    [Property(Arbitrary = [typeof(World)], MaxTest = 50)]
    public void Ratings_that_were_taken_away_leave_nothing(World world)
    {
        SplitMix64 random = new(world.Seed);
        RatingUnits units = new(world.Scale);
        (int User, int Item, int Units)[] ratings = [.. world.Ratings.Select(r => (r.User, r.Item, units.FromRating(r.Value)))];
        (int User, int Item, int Units)[] others =
            [.. ratings.Select(r => (r.User + random.Next(3), r.Item, random.Next(RatingUnits.Range + 1)))];
        State state = new(world.Items);
        foreach (var rating in ratings.Concat(others))
        {
            state.Change(rating, 1);
        }

        Array.ForEach(others, rating => state.Change(rating, -1));
        Assert.Equal(MomentsOf([.. ratings.Reverse()], world.Items), state.Moments);
        Array.ForEach(ratings, rating => state.Change(rating, -1));
        Assert.Equal(default, state.Moments);
        Assert.All(Enumerable.Range(0, world.Users + 3), user => Assert.Equal(default, state.Users[user]));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 16384)]
    [InlineData(3, 40000)]
    [InlineData(7, 16385)]
    [InlineData((1 << 24) - 1, 274877906900)]
    [InlineData(1 << 24, 274877906943)]
    [InlineData(int.MaxValue, 35184372072447)]
    public void The_square_of_a_sum_is_divided_exactly(int count, long sum) =>
        Assert.Equal(count == 0 ? 0 : (long)((Int128)sum * sum / count), new RatingTotals(count, sum).SquareOverCount);

    // Normal deviations of users, items and ratings, in parts of the range; clamped, which hardly matters here.
    private static (int User, int Item, int Units)[] Draw(double users, double noise, int userCount, int itemCount)
    {
        SplitMix64 random = new(7);
        double[] ofItems = [.. Enumerable.Range(0, itemCount).Select(_ => Normal() * 0.08)];
        Dictionary<(int, int), int> ratings = [];
        for (int user = 0; user < userCount; user++)
        {
            double ofUser = Normal() * users;
            for (int left = 3 + random.Next(40); left > 0; left--)
            {
                int item = random.Next(random.Next(itemCount) + 1);
                double rating = 0.5 + ofUser + ofItems[item] + (Normal() * noise);
                ratings.TryAdd((user, item), (int)(Math.Clamp(rating, 0, 1) * RatingUnits.Range));
            }
        }

        return [.. ratings.Select(rating => (rating.Key.Item1, rating.Key.Item2, rating.Value))];

        double Normal() => Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6;
    }

    private static RatingMoments MomentsOf((int User, int Item, int Units)[] ratings, int items)
    {
        State state = new(items);
        Array.ForEach(ratings, rating => state.Change(rating, 1));

        // From the totals of all items, the same sums follow.
        RatingMoments moments = state.Moments;
        Assert.Equal(moments, RatingMoments.Of(state.Crowd.Counts, state.Crowd.Sums, moments.Squares, moments.Users));
        return moments;
    }

    private sealed class State(int items)
    {
        public RatingMoments Moments { get; private set; }

        public UserTotals Users { get; } = new();

        public CrowdStatistics Crowd { get; } = new(items, new());

        public void Change((int User, int Item, int Units) rating, int sign)
        {
            RatingTotals user = Users[rating.User];
            Moments = Moments.With(user, Crowd.TotalsOf(rating.Item), rating.Units, sign);
            Users[rating.User] = user.With(rating.Units, sign);
            if (sign > 0)
            {
                Crowd.Add(rating.Item, rating.Units);
            }
            else
            {
                Crowd.Remove(rating.Item, rating.Units);
            }
        }
    }
}
