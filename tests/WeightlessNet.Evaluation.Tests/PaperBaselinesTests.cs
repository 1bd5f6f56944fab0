using WeightlessNet.Discriminators;
using WeightlessNet.Evaluation.Paper.Internals;
using WeightlessNet.Recommenders;
using Xunit;

namespace WeightlessNet.Evaluation.Tests;

public class PaperBaselinesTests
{
    [Fact]
    public void Always_eight_predicts_eight_for_every_test_review() =>
        Assert.Equal([8, 8], PaperBaselines.AlwaysEight(Sample(test: [1, 5], [4, 4], [3, 3])));

    [Fact]
    public void The_best_constant_is_right_for_most_of_the_users_training_reviews()
    {
        // First user, levels 0, 2, 2, 10: levels 0 to 2 are right for three of four, and 2 is nearest to the pooled best.
        // Second user, levels 8, 8, 8, 8: levels 6 to 10 are right for all.
        // Pooled: levels 8, 9 and 10 are right for five, 6 and 7 for four; the pooled best is 8, the lowest of the best.
        PaperSample sample = Sample(test: [3, 3], [0, 1, 1, 5], [4, 4, 4, 4]);

        Assert.Equal([2, 8], PaperBaselines.BestConstant(sample));
    }

    [Fact]
    public void Of_two_levels_equally_near_to_the_pooled_best_the_lower_wins()
    {
        // Pooled: level 4 is the lowest of the levels that are right for most training reviews.
        // The last user has levels 0 and 8: levels 0 to 2 and 6 to 10 are right for one each; 2 and 6 are equally near to 4.
        PaperSample sample = Sample(test: [3, 3, 3, 3], [1, 3], [1, 3], [5, 3], [0, 4]);

        Assert.Equal(2, PaperBaselines.BestConstant(sample)[3]);
        Assert.Equal(4, PaperBaselines.BestConstant(sample)[0]);
    }

    [Fact]
    public void The_user_mean_is_the_nearest_level_with_halves_rounded_up()
    {
        // Levels 6 and 8: 7. Levels 6 and 7: 6.5, so 7. Levels 0 and 0: 0.
        PaperSample sample = Sample(test: [3, 3, 3], [3, 4], [3, 3.5f], [0, 0]);

        Assert.Equal([7, 7, 0], PaperBaselines.UserMean(sample));
    }

    [Fact]
    public void The_accuracy_of_a_user_is_the_share_of_test_reviews_within_two_levels()
    {
        Rating[] test = [new(0, 0, 4), new(0, 1, 4), new(0, 2, 4), new(0, 3, 4), new(1, 0, 0), new(1, 1, 5), new(1, 2, 2.5f), new(1, 3, 1)];
        PaperSample sample = new(5, 0, 2, [new(0, 9, 3), new(1, 9, 3)], test);

        Assert.Equal([0.5, 0.75], sample.AccuraciesOf([6, 10, 5, 11, 2, 7, 7, 0]));
    }

    [Theory]
    [InlineData(0.0, 0)]
    [InlineData(0.24, 0)]
    [InlineData(0.25, 1)]
    [InlineData(3.74, 7)]
    [InlineData(3.75, 8)]
    [InlineData(5.0, 10)]
    [InlineData(-3.0, 0)]
    [InlineData(1e300, 10)]
    public void A_level_is_twice_the_stars_rounded_and_limited_to_the_scale(double stars, int level) =>
        Assert.Equal(level, PaperLevels.Of(stars));

    /// <summary>A sample with one test review per user and the given training reviews.</summary>
    private static PaperSample Sample(float[] test, params float[][] train)
    {
        Rating[] tests = [.. train.Select((_, user) => new Rating(user, 100, test[user]))];
        Rating[] trains = [.. train.SelectMany((values, user) => values.Select((value, item) => new Rating(user, item, value)))];
        return new PaperSample(train[0].Length + 1, 0, train.Length, trains, tests);
    }
}
