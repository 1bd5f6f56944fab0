using System.Globalization;
using WeightlessNet.Encoders;
using WeightlessNet.Evaluation.Conformance;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Controls;
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

    private static ItemCatalog OtherCatalog { get; } = ItemCatalog.Create(
        new FeatureSchemaBuilder<int>()
            .OneHot("half", id => (id / (Items / 2)).ToString(CultureInfo.InvariantCulture))
            .Fit(Enumerable.Range(0, Items)),
        [.. Enumerable.Range(0, Items)]);

    private static IReadOnlyList<Action<IRecommender, int>> WeightlessItems { get; } =
    [
        static (recommender, number) =>
            RateNew(recommender, recommender.GetRequired<WeightlessRecommender>().AddItem(SomePattern(number)), number),
        static (recommender, number) =>
            recommender.GetRequired<WeightlessRecommender>().UpdateItem(number % Items, SomePattern(number / Items)),
        static (recommender, number) => recommender.GetRequired<WeightlessRecommender>().RemoveItem(number % Items),
    ];

    private static IReadOnlyList<Action<IRecommender, int>> HybridItems { get; } =
    [
        static (recommender, number) =>
            RateNew(recommender, recommender.GetRequired<HybridRecommender>().AddItem(SomePattern(number)), number),
        static (recommender, number) =>
            recommender.GetRequired<HybridRecommender>().UpdateItem(number % Items, SomePattern(number / Items)),
        static (recommender, number) => recommender.GetRequired<HybridRecommender>().RemoveItem(number % Items),
    ];

    private static IReadOnlyList<Action<IRecommender, int>> RankingItems { get; } =
    [
        static (recommender, number) =>
            RateNew(recommender, recommender.GetRequired<WeightlessRankingRecommender>().AddItem(SomePattern(number)), number),
        static (recommender, number) =>
            recommender.GetRequired<WeightlessRankingRecommender>().UpdateItem(number % Items, SomePattern(number / Items)),
        static (recommender, number) => recommender.GetRequired<WeightlessRankingRecommender>().RemoveItem(number % Items),
    ];

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
        ["weightless"] = Stored(() => new WeightlessRecommender(Catalog, Stars), OrderFree with { SharedChanges = WeightlessItems }),
        ["weightless with histograms"] = Stored(
            () => new WeightlessRecommender(Catalog, Stars, new() { Reading = WeightlessReading.Histogram }),
            OrderFree with { SharedChanges = WeightlessItems }),
        ["weightless that follows drift"] = Stored(
            () => new WeightlessRecommender(Catalog, Stars, new() { Recency = WeightlessOptions.FollowDrift }),
            OrderFree with { SharedChanges = WeightlessItems }),
        ["weightless with two hot users"] = Stored(
            () => new WeightlessRecommender(Catalog, Stars, new() { MaximumHotUsers = 2 }),
            OrderFree with { SharedChanges = WeightlessItems }),
        ["ranking"] = Stored(
            () => new WeightlessRankingRecommender(Catalog, Stars), BothOrderFree with { SharedChanges = RankingItems }),
        ["ranking over popularity"] = Stored(() => new WeightlessRankingRecommender(Catalog, Stars, null, []),
            BothOrderFree with { SharedChanges = [ReplaceCatalog] }),
        ["ranking over EASE"] = Stored(
            () => new WeightlessRankingRecommender(Catalog, Stars, centrals: [new EaseRecommender(Items, Stars)]),
            BothOrderFree with { SharedChanges = RankingItems }),
        ["hybrid"] = new(
            Hybrid,
            BothOrderFree with
            {
                SaveAndLoad = CopiedHybrid,
                SharedChanges = HybridItems,
                Trainings = [Refit],
                AreTrainingsIndependent = true,
            }),
        ["tunable"] = new(
            () => new TunableRecommender(Hybrid(), Catalog),
            BothOrderFree with
            {
                UserChanges = [Tune],
                SharedChanges = HybridItems,
                Trainings = [Refit],
                AreTrainingsIndependent = true,
            }),
        ["tunable over a stored hybrid"] = Stored(
            () => new TunableRecommender(new HybridRecommender(Catalog, Stars), Catalog),
            BothOrderFree with
            {
                UserChanges = [Tune],
                SharedChanges = HybridItems,
                Trainings = [Refit],
                AreTrainingsIndependent = true,
            }),
        ["tunable over weightless"] = Stored(
            () => new TunableRecommender(new WeightlessRecommender(Catalog, Stars), Catalog),
            OrderFree with { UserChanges = [Tune], SharedChanges = WeightlessItems }),
        ["tunable over a ranking over EASE"] = Stored(
            () => new TunableRecommender(
                new WeightlessRankingRecommender(Catalog, Stars, centrals: [new EaseRecommender(Items, Stars)]), Catalog),
            BothOrderFree with { UserChanges = [Tune], SharedChanges = RankingItems }),
        ["tunable over a ranking"] = new(
            () => new TunableRecommender(new WeightlessRankingRecommender(Catalog, Stars), Catalog),
            BothOrderFree with { UserChanges = [Tune], SharedChanges = RankingItems }),
        ["a decorator around a hybrid"] = new(() => new PlainDecorator(new PlainDecorator(Hybrid())), BothOrderFree),
    };

    private static MatrixFactorizationRecommender Central() => new(Items, Stars, FewFactors);

    private static HybridRecommender Hybrid() => new(Catalog, Stars, Central);

    private static ReadOnlySpan<ulong> SomePattern(int number) => Catalog.PatternOf(number % Items);

    private static void Refit(IRecommender recommender, int number) => recommender.GetRequired<HybridRecommender>().Refit();

    // The same ratings under other bits.
    private static void ReplaceCatalog(IRecommender recommender, int number) =>
        recommender.GetRequired<WeightlessRankingRecommender>().Replace(number % 2 == 0 ? Catalog : OtherCatalog, []);

    private static void Tune(IRecommender recommender, int user, int number)
    {
        TunableRecommender tunable = recommender.GetRequired<TunableRecommender>();
        switch (number % 5)
        {
            case 0:
                tunable.Undo(user);
                break;
            case 1:
                tunable.Apply(user, TuningControl.Mute("remainder", "1"));
                break;
            case 2:
                tunable.Apply(user, TuningControl.Ban(number % Items));
                break;
            case 3 when tunable.Get<IRecencyRecommender>() is not null:
                tunable.Apply(user, TuningControl.WeighRecent());
                break;
            default:
                tunable.Apply(user, TuningControl.Boost("remainder", "2", 0.01 * (number % 100)));
                break;
        }
    }

    // A rating of an item that came is by a user of its own.
    private static void RateNew(IRecommender recommender, int item, int number) =>
        recommender.Learn(new Rating(100, item, Stars.ValueOf(number % Stars.LevelCount)));

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

    private static HybridRecommender CopiedHybrid(IRecommender recommender)
    {
        using MemoryStream stream = new();
        recommender.GetRequired<ISnapshot>().Save(stream);
        stream.Position = 0;
        return HybridRecommender.Load(stream, Central);
    }

    private sealed class PlainDecorator(IRecommender inner) : DelegatingRecommender(inner);
}
