using WeightlessNet.Bits;
using WeightlessNet.Recommenders.Collaborative.Internals;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Collaborative;

/// <summary>How much the biases of users are shrunk.</summary>
public sealed class LearnedShrinkageTests
{
    private static readonly double[] Choices = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30];

    [Fact]
    public void Without_users_it_is_as_usual()
    {
        LearnedShrinkage learned = new();
        Assert.Equal(5, learned.Best);

        learned.Add(0, 0, 0);
        learned.Add(1, 100, 10_000);
        Assert.Equal(5, learned.Best);
    }

    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(0, 1, 30)]
    public void It_is_low_where_users_differ_and_high_where_only_their_ratings_do(double level, double noise, double expected)
    {
        LearnedShrinkage learned = new();
        Count(learned, Users(level, noise, 2000, 12));

        Assert.Equal(expected, learned.Best);
    }

    [Theory]
    [InlineData(0.6, 1)]
    [InlineData(0.35, 1.1)]
    public void It_is_what_answers_best_over_all_ways_to_hide_ratings(double level, double noise)
    {
        double[][] users = Users(level, noise, 4000, 6);
        LearnedShrinkage learned = new();
        for (int again = 0; again < 200; again++)
        {
            // So often that what is expected before any user is counted has no weight.
            Count(learned, users);
        }

        double best = Choices.MinBy(shrinkage => users.Sum(user => ErrorOf(user, shrinkage)));

        Assert.InRange(best, 2, 15);
        Assert.Equal(best, learned.Best);
    }

    private static void Count(LearnedShrinkage learned, double[][] users)
    {
        foreach (double[] user in users)
        {
            learned.Add(user.Length, user.Sum(), user.Sum(residual => residual * residual));
        }
    }

    // The residuals of users of 2 ratings and more: the level of the user plus noise.
    private static double[][] Users(double level, double noise, int count, int mostRatings)
    {
        SplitMix64 random = new(3);
        double[][] users = new double[count][];
        for (int user = 0; user < count; user++)
        {
            double own = level * Spread(ref random);
            users[user] = new double[2 + random.Next(mostRatings - 1)];
            for (int rating = 0; rating < users[user].Length; rating++)
            {
                users[user][rating] = own + (noise * Spread(ref random));
            }
        }

        return users;
    }

    // Of variance 1.
    private static double Spread(ref SplitMix64 random) => Math.Sqrt(3) * ((2 * random.NextDouble()) - 1);

    // The mean error over all ways to know 1, 2 or 5 ratings of a user, times the number of ratings asked.
    private static double ErrorOf(double[] user, double shrinkage)
    {
        double total = 0;
        foreach (int known in (int[])[1, 2, 5])
        {
            double errors = 0;
            int ways = 0;
            for (int set = 0; set < 1 << user.Length; set++)
            {
                if (int.PopCount(set) == known && known < user.Length)
                {
                    int chosen = set;
                    double answer = user.Where((_, rating) => (chosen >> rating & 1) == 1).Sum() / (known + shrinkage);
                    errors += user.Where((_, rating) => (chosen >> rating & 1) == 0).Sum(asked => (asked - answer) * (asked - answer));
                    ways++;
                }
            }

            total += ways == 0 ? 0 : errors / ways;
        }

        return total;
    }
}
