using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Baselines;

public class BaselineRecommenderTests
{
    // Sums are in 1/16384 of the range, so a prediction may be off by half of that.
    private const double Tolerance = 4.5 / 16384;

    [Fact]
    public void The_user_mean_is_shrunk_to_the_mean_of_all()
    {
        UserMeanRecommender recommender = new(4, RatingScale.HalfStars, 2);
        recommender.Learn(new Rating(0, 0, 5));
        recommender.Learn(new Rating(0, 1, 4));
        recommender.Learn(new Rating(1, 0, 1.5f));

        const double overall = (5 + 4 + 1.5) / 3;
        Assert.Equal((9 + (2 * overall)) / 4, recommender.Predict(0, 3), Tolerance);
        Assert.Equal((1.5 + (2 * overall)) / 3, recommender.Predict(1, 3), Tolerance);
        Assert.Equal(overall, recommender.Predict(2, 0), Tolerance);
    }

    [Fact]
    public void Popular_items_come_first_and_their_mean_is_predicted()
    {
        PopularityRecommender recommender = new(4, RatingScale.HalfStars, 2);
        recommender.Learn(new Rating(0, 2, 1));
        recommender.Learn(new Rating(1, 2, 2));
        recommender.Learn(new Rating(1, 3, 5));
        ScoredItem[] ranked = new ScoredItem[4];

        recommender.Recommend(9, ranked);

        const double overall = 8 / 3.0;
        Assert.Equal([new(2, 2), new(3, 1), new(0, 0), new(1, 0)], ranked);
        Assert.Equal((3 + (2 * overall)) / 4, recommender.Predict(9, 2), Tolerance);
        Assert.Equal((5 + (2 * overall)) / 3, recommender.Predict(0, 3), Tolerance);
        Assert.Equal(overall, recommender.Predict(0, 0), Tolerance);
        Assert.Equal(overall, recommender.Predict(0, 4), Tolerance);
    }

    [Fact]
    public void An_items_bias_is_relative_to_its_users_shrunk_means_and_a_users_bias_relative_to_the_items()
    {
        BiasRecommender recommender = new(3, RatingScale.HalfStars, 2, 1);
        recommender.Learn(new Rating(0, 0, 5));
        recommender.Learn(new Rating(0, 1, 3));
        recommender.Learn(new Rating(1, 0, 4));

        const double overall = 4;
        const double meanOfFirst = (8 + (2 * overall)) / 4;
        const double meanOfSecond = (4 + (2 * overall)) / 3;
        const double itemBias = (9 - meanOfFirst - meanOfSecond) / 3;
        const double otherItemBias = (3 - meanOfFirst) / 2;
        const double firstBias = (8 - (2 * overall) - itemBias - otherItemBias) / 4;
        const double secondBias = (4 - overall - itemBias) / 3;
        Assert.Equal(overall + firstBias + itemBias, recommender.Predict(0, 0), 2 * Tolerance);
        Assert.Equal(overall + secondBias + otherItemBias, recommender.Predict(1, 1), 2 * Tolerance);
        Assert.Equal(overall + secondBias, recommender.Predict(1, 2), 2 * Tolerance);
        Assert.Equal(overall + itemBias, recommender.Predict(2, 0), 2 * Tolerance);
        Assert.Equal(overall, recommender.Predict(2, 3), 2 * Tolerance);
    }

    [Fact]
    public void The_constant_is_always_predicted()
    {
        ConstantRecommender recommender = new(2, RatingScale.HalfStars, 3.25);
        recommender.Learn(new Rating(0, 0, 5));

        Assert.Equal(3.25, recommender.Value);
        Assert.Equal(3.25, recommender.Predict(0, 0));
        Assert.Equal(3.25, recommender.Predict(7, 7));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_shrinkage_that_is_not_above_0_and_finite_is_refused(double shrinkage)
    {
        Assert.Throws<ArgumentOutOfRangeException>(nameof(shrinkage), () => new UserMeanRecommender(1, RatingScale.Stars, shrinkage));
        Assert.Throws<ArgumentOutOfRangeException>(nameof(shrinkage), () => new PopularityRecommender(1, RatingScale.Stars, shrinkage));
        Assert.Throws<ArgumentOutOfRangeException>("userShrinkage", () => new BiasRecommender(1, RatingScale.Stars, shrinkage));
        Assert.Throws<ArgumentOutOfRangeException>("itemShrinkage", () => new BiasRecommender(1, RatingScale.Stars, 1, shrinkage));
    }

    [Theory]
    [InlineData(0.9)]
    [InlineData(5.1)]
    [InlineData(double.NaN)]
    public void A_constant_outside_the_scale_is_refused(double value) =>
        Assert.Throws<ArgumentOutOfRangeException>(nameof(value), () => new ConstantRecommender(1, RatingScale.Stars, value));
}
