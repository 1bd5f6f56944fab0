using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.WeightedNetworks;
using WeightlessNet.Recommenders.Weightless;

namespace WeightlessNet.Benchmarks.Worlds;

/// <summary>
/// The models that are compared, with the library's defaults; three models for streams are named after their one option.
/// </summary>
internal static class WorldModels
{
    /// <summary>Models that predict ratings.</summary>
    public static IReadOnlyList<WorldModel> ForRatings { get; } =
    [
        new("bias", ModelRole.Central, (world, scale) => new BiasRecommender(world.Catalog.Count, scale)),
        new("factorization", ModelRole.Central, (world, scale) => new MatrixFactorizationRecommender(world.Catalog.Count, scale)),
        new("hybrid", ModelRole.Personal, (world, scale) => new HybridRecommender(world.Catalog, scale)),
        new("weightless", ModelRole.Other, (world, scale) => new WeightlessRecommender(world.Catalog, scale)),
        new("weighted network", ModelRole.Other, (world, scale) => new WeightedNetworkRecommender(world.Catalog, scale)),
    ];

    /// <summary>
    /// Models that predict ratings in order of time: the same, two that follow moods and drift, and a hybrid that trains again.
    /// </summary>
    public static IReadOnlyList<WorldModel> ForStreams { get; } =
    [
        .. ForRatings,
        new("weightless (learns recency)", ModelRole.Other, (world, scale) =>
            new WeightlessRecommender(world.Catalog, scale, new WeightlessOptions { Recency = null })),
        new("weightless (follows drift)", ModelRole.Other, (world, scale) =>
            new WeightlessRecommender(world.Catalog, scale, new WeightlessOptions { Recency = WeightlessOptions.FollowDrift })),
        new("hybrid (refits)", ModelRole.Personal, (world, scale) =>
            new HybridRecommender(world.Catalog, scale, null, new HybridOptions { RefitGrowth = 0.2 })),
    ];

    /// <summary>Models that rank items. The ranking protocol adds popularity.</summary>
    public static IReadOnlyList<WorldModel> ForRankings { get; } =
    [
        new("EASE", ModelRole.Central, (world, scale) => new EaseRecommender(world.Catalog.Count, scale)),
        new("iALS", ModelRole.Central, (world, scale) => new ImplicitFactorizationRecommender(world.Catalog.Count, scale)),
        new("weightless ranking", ModelRole.Personal, (world, scale) => new WeightlessRankingRecommender(world.Catalog, scale)),
        new("weightless ranking, alone", ModelRole.Other, (world, scale) =>
            new WeightlessRankingRecommender(world.Catalog, scale, null, [])),
    ];
}
