using System.Globalization;
using WeightlessNet.Encoders;
using WeightlessNet.Evaluation.Conformance;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.StateMachines;
using WeightlessNet.Recommenders.Tuning;
using WeightlessNet.Recommenders.WeightedNetworks;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Storage;

namespace WeightlessNet.Evaluation.Tests.Conformance;

/// <summary>A recommender of the library, and what it promises beyond the contracts.</summary>
internal sealed record ConformanceCase(Func<IRecommender> Create, ConformanceOptions Options)
{
    public const int Items = 12;

    private static readonly RatingScale Stars = RatingScale.HalfStars;
    private static readonly MatrixFactorizationOptions FewFactors = new() { Factors = 3, AudienceFactors = 4, Iterations = 4 };
    private static readonly ConformanceOptions Plain = new() { Histories = 3 };
    private static readonly ConformanceOptions OrderFree = Plain with { IsOrderFree = true };
    private static readonly ConformanceOptions FitOrderFree = Plain with { IsFitOrderFree = true };
    private static readonly ConformanceOptions BothOrderFree = OrderFree with { IsFitOrderFree = true };

    public static ItemCatalog Catalog { get; } = ItemCatalog.Create(
        new FeatureSchemaBuilder<int>()
            .OneHot("remainder", id => (id % 3).ToString(CultureInfo.InvariantCulture))
            .LinearThermometer("size", id => id, 0, Items, 4)
            .Fit(Enumerable.Range(0, Items)),
        [.. Enumerable.Range(0, Items)]);

    public static IReadOnlyDictionary<string, ConformanceCase> All { get; } = new Dictionary<string, ConformanceCase>
    {
        ["constant"] = Stored(() => new ConstantRecommender(Items, Stars, 3), OrderFree),
        ["user mean"] = Stored(() => new UserMeanRecommender(Items, Stars), OrderFree),
        ["popularity"] = Stored(() => new PopularityRecommender(Items, Stars), OrderFree),
        ["bias"] = Stored(() => new BiasRecommender(Items, Stars), OrderFree),
        ["matrix factorization"] = Stored(() => new MatrixFactorizationRecommender(Items, Stars, FewFactors), FitOrderFree),
        ["matrix factorization with a catalog"] = Stored(
            () => new MatrixFactorizationRecommender(Catalog, Stars, FewFactors), FitOrderFree),
        ["iALS"] = Stored(() => new ImplicitFactorizationRecommender(Items, Stars, new() { Factors = 3 }), BothOrderFree),
        ["EASE"] = Stored(() => new EaseRecommender(Items, Stars), BothOrderFree),
        ["item neighbors"] = Stored(() => new ItemNeighborRecommender(Items, Stars), OrderFree),
        ["user neighbors"] = Stored(() => new UserNeighborRecommender(Items, Stars, new() { Neighbors = 2 }), OrderFree),
        ["weighted network"] = Stored(
            () => new WeightedNetworkRecommender(Catalog, Stars), FitOrderFree),
        ["state machine"] = Stored(() => new StateMachineRecommender(Catalog, Stars), OrderFree),
        ["weightless"] = Stored(() => new WeightlessRecommender(Catalog, Stars), OrderFree),
        ["weightless with histograms"] = Stored(
            () => new WeightlessRecommender(Catalog, Stars, new() { Reading = WeightlessReading.Histogram }), OrderFree),
        ["weightless that follows drift"] = Stored(
            () => new WeightlessRecommender(Catalog, Stars, new() { Recency = WeightlessOptions.FollowDrift }), OrderFree),
        ["ranking"] = Stored(() => new WeightlessRankingRecommender(Catalog, Stars), BothOrderFree),
        ["ranking over popularity"] = Stored(() => new WeightlessRankingRecommender(Catalog, Stars, null, []), BothOrderFree),
        ["ranking over EASE"] = Stored(
            () => new WeightlessRankingRecommender(Catalog, Stars, centrals: [new EaseRecommender(Items, Stars)]), BothOrderFree),
        ["hybrid"] = Stored(Hybrid, BothOrderFree),
        ["tunable"] = new(() => new TunableRecommender(Hybrid(), Catalog), BothOrderFree),
        ["a decorator around a hybrid"] = new(() => new PlainDecorator(new PlainDecorator(Hybrid())), BothOrderFree),
    };

    private static HybridRecommender Hybrid() => new(Catalog, Stars, () => new MatrixFactorizationRecommender(Items, Stars, FewFactors));

    private static ConformanceCase Stored<T>(Func<T> create, ConformanceOptions options)
        where T : class, IRecommender, ISnapshot<T> => new(create, options with { SaveAndLoad = Copied<T> });

    private static IRecommender Copied<T>(IRecommender recommender)
        where T : class, IRecommender, ISnapshot<T>
    {
        using MemoryStream stream = new();
        recommender.GetRequired<ISnapshot>().Save(stream);
        stream.Position = 0;
        return Snapshot.Load<T>(stream);
    }

    private sealed class PlainDecorator(IRecommender inner) : DelegatingRecommender(inner);
}
