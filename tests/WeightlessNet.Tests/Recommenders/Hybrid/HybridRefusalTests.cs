using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Tests.Recommenders.Weightless;
using Xunit;
using static WeightlessNet.Tests.Recommenders.Hybrid.HybridWorld;
using World = WeightlessNet.Tests.Recommenders.Weightless.WeightlessRecommenderWorld;

namespace WeightlessNet.Tests.Recommenders.Hybrid;

/// <summary>Arguments, central models and options that the hybrid refuses.</summary>
public sealed class HybridRefusalTests
{
    [Fact]
    public void Central_models_with_other_items_or_another_scale_are_refused()
    {
        World world = World.Random(13) with { Scale = RatingScale.Stars };
        HybridRecommender hybrid = Taught(world, []);
        Assert.Throws<ArgumentNullException>("central", () => hybrid.Replace(null!));
        Assert.Throws<ArgumentException>("central", () => hybrid.Replace(
            CentralModel.FromPretrained(new BiasRecommender(world.Items + 1, world.Scale))));
        Assert.Throws<ArgumentException>("central", () => hybrid.Replace(
            CentralModel.FromPretrained(new BiasRecommender(world.Items, RatingScale.HalfStars))));
        Assert.Throws<InvalidOperationException>(() =>
            new HybridRecommender(world.Catalog, world.Scale, () => new BiasRecommender(world.Items, RatingScale.HalfStars)).Refit());
        Assert.Null(hybrid.Central);
        Assert.Throws<ArgumentException>("createCentral", () => new HybridRecommender(
            world.Catalog, world.Scale, [.. Enumerable.Repeat<Func<IRecommender>>(() => CreateCentral(world), 101)]));
    }

    [Fact]
    public void A_central_model_that_predicts_NaN_is_reported()
    {
        World world = World.Random(14) with { Scale = RatingScale.Stars };
        HybridRecommender hybrid = Taught(world, []);
        hybrid.Learn(new Rating(0, 1, 5));
        MemorizingRecommender nothing = new(world.Items, world.Scale);
        nothing.Learn(new Rating(0, 0, float.NaN));
        hybrid.Replace(CentralModel.FromPretrained(nothing));

        Assert.Throws<InvalidOperationException>(() => hybrid.Predict(0, 0));
        Assert.Throws<InvalidOperationException>(() => hybrid.Recommend(0, new ScoredItem[1]));
        hybrid.Replace(CentralOf(world, []));
        Assert.InRange(hybrid.Predict(0, 0), 1, 5);
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentNullException>("Personal", () => new HybridOptions { Personal = null! });
        WeightlessOptions histogram = new() { Reading = WeightlessReading.Histogram };
        Assert.Throws<ArgumentException>("Personal", () => new HybridOptions { Personal = histogram });
        Assert.Throws<ArgumentNullException>("Fitting", () => new HybridOptions { Fitting = null! });
        Assert.All(new[] { 0, -1, 1001, double.NaN }, value =>
            Assert.Throws<ArgumentOutOfRangeException>("RefitGrowth", () => new HybridOptions { RefitGrowth = value }));
    }
}
