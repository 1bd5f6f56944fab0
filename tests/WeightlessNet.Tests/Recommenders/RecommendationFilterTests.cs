using WeightlessNet.Recommenders;
using Xunit;

namespace WeightlessNet.Tests.Recommenders;

public sealed class RecommendationFilterTests
{
    [Fact]
    public void A_minimum_score_that_is_not_a_number_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(
        "MinimumScore", () => new RecommendationFilter { MinimumScore = double.NaN }.MinimumScore);

    [Fact]
    public void A_score_that_is_not_a_number_is_below_every_minimum()
    {
        Assert.False(new RecommendationFilter { MinimumScore = double.NegativeInfinity }.Allows(0, double.NaN));
        Assert.True(new RecommendationFilter { MinimumScore = double.NegativeInfinity }.Allows(0, -1e300));
        Assert.True(new RecommendationFilter { MinimumScore = null }.Allows(0, double.NegativeInfinity));
    }
}
