using System.Text;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Collaborative.Internals;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.StateMachines;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Serving.Internals;
using WeightlessNet.StateMachines;

namespace WeightlessNet.Tests.Storage;

public static partial class SnapshotCases
{
    private static IEnumerable<SnapshotCase> OtherRecommenders =>
    [
        SnapshotCase.Of(
            random => Learned(new ItemNeighborRecommender(9, RatingScale.HalfStars, Neighbors(random)), random), Observe),
        SnapshotCase.Of(
            random => Learned(new UserNeighborRecommender(9, RatingScale.HalfStars, Neighbors(random)), random), Observe),
        SnapshotCase.Of(
            random =>
            {
                ItemCatalog catalog = Catalog(random);
                StateMachineConnector connector = random.Whole(0, 2) switch
                {
                    0 => StateMachineConnector.Full,
                    1 => StateMachineConnector.ForwardFull,
                    _ => StateMachineConnector.ForwardForward,
                };
                return Learned(
                    new StateMachineRecommender(catalog, RatingScale.HalfStars, new StateMachineOptions
                    {
                        InputChannels = random.Whole(0, 1) == 0 ? null : [2, catalog.BitCount - 2],
                        Connector = connector,
                        RecallSteps = random.Whole(1, 6),
                        MaximumHotUsers = random.Whole(1, 9),
                        Seed = random.Bits(),
                    }),
                    random);
            },
            Observe),
        SnapshotCase.Of(Hybrid, hybrid => Observe(hybrid.Central) + ObserveAndLearn(hybrid)) with { Layout = 3 },
        SnapshotCase.Of(Factorization, Observe),
        SnapshotCase.Of(Personal, ObservePersonal),
        SnapshotCase.Of(Opened, ObservePersonal, $"{nameof(PersonalRatings)}-Opened") with { Layout = 2 },
        SnapshotCase.Of(static random => ExportOf(random, UserDescription.Empty), ObserveExport) with { Layout = 2 },
        SnapshotCase.Of(static random => ExportOf(random, DescriptionOf(random)), ObserveExport, $"{nameof(ExportedUser)}-Described") with
        {
            Layout = 3,
        },
        SnapshotCase.Of(Changes, ObserveChanges),
        SnapshotCase.Of(random => CrowdModel.From(Hybrid(random, maximum: 1)), ObserveCrowd),
        SnapshotCase.Of(
            random => CrowdModel.From(Learned(
                new WeightlessRecommender(
                    Catalog(random),
                    RatingScale.HalfStars,
                    LearnedOptions(random) with { Reading = WeightlessReading.Regression }),
                random)),
            ObserveCrowd,
            $"{nameof(CrowdModel)}-Weightless"),
        SnapshotCase.Of(random => Trained(Ranking(random), random), ObserveAndLearn) with { Layout = 3 },
        SnapshotCase.Of(
            random => Trained(
                new EaseRecommender(9, RatingScale.HalfStars, new() { LikedFrom = 2, Weights = LikeWeights.ByAmount }), random),
            Observe,
            $"{nameof(EaseRecommender)}-ByAmount") with { Layout = 2 },
        SnapshotCase.Of(
            random => Trained(
                new ImplicitFactorizationRecommender(
                    9,
                    RatingScale.HalfStars,
                    new() { Factors = 3, Iterations = 2, Seed = random.Bits(), LikedFrom = 2, Weights = LikeWeights.ByAmount }),
                random),
            Observe,
            $"{nameof(ImplicitFactorizationRecommender)}-ByAmount") with { Layout = 2 },
        SnapshotCase.Of(
            random => Trained(
                new EaseRecommender(
                    9,
                    RatingScale.HalfStars,
                    new() { LikedFrom = 2, Weights = LikeWeights.ByAmount, HalfLife = TimeSpan.FromSeconds(random.Whole(1, 1000)) }),
                random),
            Observe,
            $"{nameof(EaseRecommender)}-Aging") with { Layout = 3 },
        SnapshotCase.Of(
            random => Trained(
                new ImplicitFactorizationRecommender(
                    9,
                    RatingScale.HalfStars,
                    new()
                    {
                        Factors = 3,
                        Iterations = 2,
                        Seed = random.Bits(),
                        LikedFrom = 2,
                        HalfLife = TimeSpan.FromSeconds(random.Whole(1, 1000)),
                    }),
                random),
            Observe,
            $"{nameof(ImplicitFactorizationRecommender)}-Aging") with { Layout = 3 },
        SnapshotCase.Of(CalibratedRanking, Observe, nameof(WeightlessRankingRecommender) + "-Audience") with { Layout = 3 },
        SnapshotCase.Of(ChangedRanking, Observe, nameof(WeightlessRankingRecommender) + "-Changed") with { Layout = 3 },
    ];

    // Levels of the scale, values between two levels, and any times.
    private static PersonalRatings Personal(RandomValues random)
    {
        WeightlessRecommender recommender = new(Catalog(random), RatingScale.HalfStars);
        for (int item = random.Whole(0, 3); item < 9; item += random.Whole(1, 3))
        {
            float value = random.Whole(0, 1) == 0 ? 0.5f * random.Whole(1, 10) : 0.6f + (0.5f * random.Whole(0, 8));
            recommender.Learn(new Rating(2, item, value, random.Whole(0, 1) == 0 ? (long)random.Bits() : random.Whole(0, 99)));
        }

        recommender.SetRecency(2, random.Whole(0, 1) == 0 ? UserRecency.AsConfigured : UserRecency.FollowDrift);
        return recommender.Export(2);
    }

    // Known and unknown times, values between two levels, and keys outside ASCII.
    private static ExportedUser ExportOf(RandomValues random, UserDescription description)
    {
        List<ExportedRating> ratings = [];
        for (int item = random.Whole(0, 3); item < 20; item += random.Whole(1, 3))
        {
            float value = random.Whole(0, 1) == 0 ? 0.5f * random.Whole(1, 10) : 0.6f + (0.5f * random.Whole(0, 8));
            ratings.Add(new ExportedRating($"\u00FC{item}", value, random.Whole(0, 1) == 0 ? (long)random.Bits() : random.Whole(0, 9)));
        }

        TuningControl[] controls = [TuningControl.Mute("genre", "War"), TuningControl.Pin(1), TuningControl.Ban(0)];
        StoredValues values = new(RatingScale.HalfStars, Decimals: null);
        return new ExportedUser(values, ratings, controls[random.Whole(0, 3)..], ["banned", "pinned"], description);
    }

    private static UserDescription DescriptionOf(RandomValues random) =>
        UserDescription.Of([new("age", random.Whole(0, 99) / 2.0), new("land", $"\u00FC{random.Whole(0, 9)}"), new("b", "x")]);

    private static string ObserveExport(ExportedUser user) =>
        $"{user.Values} {string.Join(' ', user.Ratings)} {Convert.ToHexString(TuningControls.Write(user.Controls))} "
        + $"{string.Join(' ', user.ControlItems)} {string.Join(' ', user.Description.Values)}";

    // What a personal model holds after it has learned, forgotten and rated again.
    private static PersonalRatings Opened(RandomValues random)
    {
        PersonalRatings known = Personal(random);
        WeightlessRecommender recommender = new(Catalog(random), RatingScale.HalfStars);
        recommender.Import(2, known);
        PersonalModel model = new(CrowdModel.From(recommender), random.Whole(0, 2) == 0 ? null : known);
        model.Learn(new RatedItem(random.Whole(0, 8), 0.6f + (0.5f * random.Whole(0, 8)), random.Whole(0, 99)));
        for (int left = random.Whole(0, 5); left > 0; left--)
        {
            model.Learn(new RatedItem(random.Whole(0, 8), 0.5f * random.Whole(1, 10), (long)random.Bits()));
            model.Forget(random.Whole(0, 8));
        }

        // So that the crowd never knows all of it.
        model.Learn(new RatedItem(7, 3.3f, 5));
        return model.Export();
    }

    // What one user has learned and another one forgotten.
    private static CrowdChanges Changes(RandomValues random)
    {
        CrowdChanges changes = new(RatingScale.HalfStars);
        changes.Replace(null, Personal(random));
        changes.Replace(Personal(random), null);
        return changes;
    }

    private static string ObserveChanges(CrowdChanges changes) =>
        $"{changes.Scale} {string.Join(' ', changes.Items)} {string.Join(' ', changes.Levels.ToArray())} {changes.Squares} {changes.Users}";

    private static string ObserveCrowd(CrowdModel crowd)
    {
        PersonalModel model = new(crowd);
        StringBuilder seen = new($"{crowd.Scale} {crowd.ItemCount}");
        for (int item = 0; item < crowd.ItemCount; item++)
        {
            model.Learn(new RatedItem(item, 0.5f * ((item % 10) + 1), item));
            ScoredItem[] list = new ScoredItem[crowd.ItemCount];
            seen.AppendJoin(' ', Enumerable.Range(0, crowd.ItemCount).Select(other => Exact(model.Predict(other))));
            seen.AppendJoin(' ', list.Take(model.Recommend(list)));
        }

        return seen.ToString();
    }

    private static string ObservePersonal(PersonalRatings personal) =>
        $"{personal.Scale} {personal.Recency} {string.Join(' ', personal.Ratings.ToArray())}"
        + string.Join(' ', personal.Known.ToArray().Select(known => $" {known.Item} {Exact(known.Value)}"));

    private static NeighborOptions Neighbors(RandomValues random) => new()
    {
        Neighbors = random.Whole(1, 5),
        SimilarityShrinkage = random.Whole(0, 9),
        PredictionShrinkage = random.Whole(1, 9),
    };

    // No central model, one trained here, or one trained elsewhere.
    private static HybridRecommender Hybrid(RandomValues random) => Hybrid(random, maximum: 2);

    private static HybridRecommender Hybrid(RandomValues random, int maximum)
    {
        HybridOptions options = new()
        {
            Personal = (LearnedOptions(random) with { Reading = WeightlessReading.Regression }).WithShrinkage(3, 15),
            Fitting = new CentralModelOptions { Seed = random.Bits(), MaxDegreeOfParallelism = 1 },
            RefitGrowth = random.Whole(0, 1) == 0 ? null : 0.5,
        };
        MatrixFactorizationOptions central = new()
        {
            Factors = random.Whole(0, 2),
            AudienceFactors = 1,
            Iterations = 2,
            Seed = random.Bits(),
        };
        HybridRecommender hybrid = new(
            Catalog(random),
            RatingScale.HalfStars,
            () => new MatrixFactorizationRecommender(9, RatingScale.HalfStars, central),
            options);
        switch (random.Whole(0, maximum))
        {
            case 0:
                return Learned(hybrid, random);
            case 1:
                return Trained(hybrid, random);
            default:
                BiasRecommender elsewhere = Learned(new BiasRecommender(9, RatingScale.HalfStars), random);
                hybrid.Replace(CentralModel.FromPretrained(elsewhere));
                return Learned(hybrid, random);
        }
    }

    private static TrainedFactorization Factorization(RandomValues random)
    {
        MatrixFactorizationOptions options = new()
        {
            Factors = random.Whole(0, 3),
            AudienceFactors = random.Whole(0, 2),
            Iterations = 3,
            Seed = random.Bits(),
        };
        ItemCatalog? catalog = random.Whole(0, 1) == 0 ? null : Catalog(random);
        Rating[] ratings = [.. Enumerable.Range(0, random.Whole(0, 60)).Select(_ => Any(random))];
        CentralModel central = CentralModel.Fit(
            () => catalog is null
                ? new MatrixFactorizationRecommender(9, RatingScale.HalfStars, options)
                : new MatrixFactorizationRecommender(catalog, RatingScale.HalfStars, options),
            ratings);
        return (TrainedFactorization)central.Models[0];
    }

    private static WeightlessRankingRecommender Ranking(RandomValues random) => Ranking(random, out _);

    private static WeightlessRankingRecommender Ranking(RandomValues random, out ItemCatalog catalog)
    {
        EaseRecommender ease = new(9, RatingScale.HalfStars);
        ImplicitFactorizationRecommender factorization =
            new(9, RatingScale.HalfStars, new() { Factors = 2, Iterations = 2, Seed = random.Bits() });
        catalog = Catalog(random);
        return new WeightlessRankingRecommender(
            catalog,
            RatingScale.HalfStars,
            new WeightlessRankingOptions
            {
                Nodes = random.Whole(1, 9),
                TupleSize = random.Whole(1, 8),
                CellShrinkage = random.Whole(1, 9) * 0.5,
                LikedFrom = random.Whole(0, 1) == 0 ? null : 3.5f,
                MaximumHotUsers = random.Whole(1, 9),
                Seed = random.Bits(),
            },
            random.Whole(0, 2) switch
            {
                0 => [],
                1 => [ease],
                _ => [factorization, ease],
            });
    }

    private static WeightlessRankingRecommender CalibratedRanking(RandomValues random)
    {
        WeightlessRankingRecommender ranking = Ranking(random);
        ranking.Fit([.. Enumerable.Range(0, 900).Select(_ => Any(random) with { User = random.Whole(0, 150) })]);
        return Learned(ranking, random);
    }

    // Items have come and gone since the training.
    private static WeightlessRankingRecommender ChangedRanking(RandomValues random)
    {
        var ranking = Trained(Ranking(random, out ItemCatalog catalog), random);
        for (int item = 0; item < 3; item++)
        {
            int added = ranking.AddItem(catalog.PatternOf(item));
            ranking.Learn(new Rating(item, added, 5, item));
            ranking.RemoveItem(random.Whole(0, added));
        }

        return ranking;
    }

    private static string Observe(WeightlessRankingRecommender ranking) =>
        string.Join(' ', (ranking.Calibration ?? []).Select(group =>
            $"{group.Name} {Exact(group.Weight)} {Exact(group.With)} {Exact(group.Without)}")) + ObserveAndLearn(ranking);

    private static string Observe(CentralModel? central) => central is null
        ? "none"
        : string.Join(' ', Enumerable.Range(0, 63).Select(pair => (User: pair / 9, Item: pair % 9)).Select(pair =>
            $"{central.RatingCountOf(pair.User)} {Exact(central.Predict(pair.User, pair.Item))}"));
}
