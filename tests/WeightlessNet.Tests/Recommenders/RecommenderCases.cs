using System.Globalization;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Context;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.WeightedNetworks;
using WeightlessNet.Recommenders.Weightless;

namespace WeightlessNet.Tests.Recommenders;

/// <summary>The recommenders tested against the contract of <see cref="IRecommender"/>. To test a new one, add a line.</summary>
internal static class RecommenderCases
{
    private const string WithHistograms = nameof(WeightlessRecommender) + " with histograms";
    private const string RankingOverEase = nameof(WeightlessRankingRecommender) + " over EASE";

    private static readonly Dictionary<string, Func<int, RatingScale, IRecommender>> Factories = new()
    {
        [nameof(ConstantRecommender)] = (items, scale) => new ConstantRecommender(items, scale, scale.Minimum),
        [nameof(UserMeanRecommender)] = (items, scale) => new UserMeanRecommender(items, scale),
        [nameof(PopularityRecommender)] = (items, scale) => new PopularityRecommender(items, scale),
        [nameof(BiasRecommender)] = (items, scale) => new BiasRecommender(items, scale),
        [nameof(MatrixFactorizationRecommender)] = (items, scale) =>
            new MatrixFactorizationRecommender(items, scale, new MatrixFactorizationOptions { Factors = 3, Iterations = 5 }),
        [nameof(MatrixFactorizationRecommender) + " with a catalog"] = (items, scale) =>
            new MatrixFactorizationRecommender(CatalogOf(items), scale, new MatrixFactorizationOptions { Factors = 3, Iterations = 5 }),
        [nameof(ImplicitFactorizationRecommender)] = (items, scale) => new ImplicitFactorizationRecommender(items, scale),
        [nameof(EaseRecommender)] = (items, scale) => new EaseRecommender(items, scale),
        [nameof(WeightedNetworkRecommender)] = (items, scale) => new WeightedNetworkRecommender(CatalogOf(items), scale),
        [nameof(WeightlessRecommender)] = (items, scale) => new WeightlessRecommender(CatalogOf(items), scale),
        [WithHistograms] = (items, scale) =>
            new WeightlessRecommender(CatalogOf(items), scale, new WeightlessOptions { Reading = WeightlessReading.Histogram }),
        [nameof(WeightlessRecommender) + " that follows drift"] = (items, scale) =>
            new WeightlessRecommender(CatalogOf(items), scale, new WeightlessOptions { Recency = WeightlessOptions.FollowDrift }),
        [nameof(HybridRecommender)] = (items, scale) => new HybridRecommender(CatalogOf(items), scale),
        [nameof(HybridRecommender) + " on a central model"] = (items, scale) =>
        {
            HybridRecommender recommender = new(CatalogOf(items), scale);
            recommender.Replace(CentralModel.FromPretrained(new BiasRecommender(items, scale)));
            return recommender;
        },
        [nameof(ContextualRecommender)] = (items, scale) =>
            new ContextualRecommender(CatalogOf(items), scale, ContextFields.None, ContextFields.None),
        [nameof(ItemNeighborRecommender)] = (items, scale) => new ItemNeighborRecommender(items, scale),
        [nameof(UserNeighborRecommender)] = (items, scale) =>
            new UserNeighborRecommender(items, scale, new NeighborOptions { Neighbors = 2, SimilarityShrinkage = 1 }),
        [nameof(WeightlessRankingRecommender)] = (items, scale) => new WeightlessRankingRecommender(CatalogOf(items), scale),
        [RankingOverEase] = (items, scale) =>
            new WeightlessRankingRecommender(CatalogOf(items), scale, centrals: [new EaseRecommender(Math.Max(1, items), scale)]),
    };

    // Their scores are not predicted ratings.
    private static readonly HashSet<string> WithOtherScores =
    [
        nameof(PopularityRecommender),
        nameof(ImplicitFactorizationRecommender),
        nameof(EaseRecommender),
        nameof(WeightlessRankingRecommender),
        RankingOverEase,
        WithHistograms,
    ];

    /// <summary>The names of all recommenders.</summary>
    public static IEnumerable<string> All => Factories.Keys;

    /// <summary>The names of recommenders whose scores are predicted ratings.</summary>
    public static IEnumerable<string> ScoringByPrediction => All.Except(WithOtherScores);

    /// <summary>The names of recommenders that can forget.</summary>
    public static IEnumerable<string> Forgetting => All.Where(name => Create(name, 1, RatingScale.Stars) is IForgettingRecommender);

    private static ItemCatalog CatalogOf(int items) => ItemCatalog.Create(
        new FeatureSchemaBuilder<int>()
            .OneHot("remainder", id => (id % 3).ToString(CultureInfo.InvariantCulture))
            .LinearThermometer("size", id => id, 0, Math.Max(1, items), 4)
            .Fit(Enumerable.Range(0, items)),
        [.. Enumerable.Range(0, items)]);

    /// <summary>Creates a recommender without ratings.</summary>
    public static IRecommender Create(string name, int itemCount, RatingScale scale) => Factories[name](itemCount, scale);
}
