using System.Globalization;
using System.Text;
using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.Models;
using WeightlessNet.Nodes;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.WeightedNetworks;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Tests.Recommenders;
using Xunit;

namespace WeightlessNet.Tests.Storage;

/// <summary>All types with snapshots. To test a new one, add it here and add a golden file.</summary>
public static partial class SnapshotCases
{
    public static IReadOnlyDictionary<string, SnapshotCase> All { get; } = ((SnapshotCase[])
    [
        SnapshotCase.Of(random => new ThermometerEncoder(random.Ascending(random.Whole(1, 9))), Observe),
        SnapshotCase.Of(random => new CircularThermometerEncoder(random.Number(), random.Whole(1, 9) * 0.5, random.Whole(2, 20)), Observe),
        SnapshotCase.Of(random => new GrayEncoder(random.Whole(-9, 0) * 0.5, random.Whole(1, 9) * 0.5, random.Whole(1, 30)), Observe),
        SnapshotCase.Of(random => new OneHotEncoder(random.Words(6)), encoder => Observe(encoder, ["wörd1", null, "\uD8000"])),
        SnapshotCase.Of(random => new MultiHotEncoder(random.Words(6)), encoder => Observe(encoder, [["wörd1", "wörd2"], null])),
        SnapshotCase.Of(
            random => new HashedEncoder(random.Whole(1, 70), random.Whole(1, 16), random.Bits()),
            encoder => Observe(encoder, [["a", "b"], ["c"], null])),
        SnapshotCase.Of(
            random => new KernelCanvas(random.Whole(1, 3), random.Whole(5, 9), random.Whole(1, 5), random.Bits()), Observe),
        SnapshotCase.Of(
            random =>
            {
                StreamingQuantiles summary = new(random.Whole(2, 9));
                for (int left = random.Whole(0, 20); left > 0; left--)
                {
                    summary.Add(random.Number());
                }

                return summary;
            },
            summary => Observe(summary.ToThermometer(7)) + summary),
        SnapshotCase.Of(
            random =>
            {
                (int features, int levels) = (random.Whole(1, 4), random.Whole(1, 3));
                return new ThermometerRetina(features, Enumerable.Range(0, features).SelectMany(_ => random.Ascending(levels)).ToArray());
            },
            Observe),
        SnapshotCase.Of(
            random =>
            {
                (int width, int height, int levels) = (random.Whole(1, 4), random.Whole(1, 3), random.Whole(1, 3));
                double[] thresholds = [.. Enumerable.Range(0, 3 * width * height).SelectMany(_ => random.Ascending(levels))];
                return ThermometerRetina.WithEdges(width, height, thresholds);
            },
            Observe,
            "ThermometerRetina-Edges") with { Layout = 2 },
        new(
            nameof(FeatureSchema<>),
            random => SchemaFor(random, () => [.. Enumerable.Range(0, random.Whole(0, 9))]),
            stream => SchemaBuilder(0, 1, 0, []).Load(stream),
            schema => Observe(ItemCatalog.Create((FeatureSchema<int>)schema, Enumerable.Range(0, 5).ToArray()))),
        SnapshotCase.Of(
            random => random.Whole(0, 1) == 0
                ? TupleMapping.Random(random.Whole(1, 20), random.Whole(1, 9), random.Whole(1, 5), random.Bits())
                : new TupleMapping(9, 2, [8, 8, 0, random.Whole(0, 8)]),
            mapping => mapping.BitCount + string.Concat(Enumerable.Range(0, mapping.NodeCount)
                .SelectMany(node => mapping.TupleOf(node).ToArray()).Select(bit => $" {bit}"))),
        SnapshotCase.Of(Catalog, Observe),
        SnapshotCase.Of(random => Learned(new ConstantRecommender(9, RatingScale.HalfStars, random.Whole(1, 5)), random), Observe),
        SnapshotCase.Of(random => Learned(new UserMeanRecommender(9, RatingScale.HalfStars, random.Whole(1, 9)), random), Observe),
        SnapshotCase.Of(random => Learned(new PopularityRecommender(9, RatingScale.HalfStars, random.Whole(1, 9)), random), Observe),
        SnapshotCase.Of(
            random => Learned(new BiasRecommender(9, RatingScale.HalfStars, random.Whole(1, 9), random.Whole(1, 9)), random), Observe),
        SnapshotCase.Of(
            random => Changed(Learned(new WeightlessRecommender(Catalog(random), RatingScale.HalfStars, Options(random)), random), random),
            Observe),
        SnapshotCase.Of(
            random => Changed(
                Learned(new WeightlessRecommender(Catalog(random), RatingScale.HalfStars, LearnedOptions(random)), random), random),
            Observe,
            $"{nameof(WeightlessRecommender)}-LearnedShrinkage"),
        SnapshotCase.Of(
            random => Learned(
                new WeightlessRecommender(
                    Catalog(random), RatingScale.HalfStars, LearnedOptions(random) with { Reading = default, Recency = null }),
                random),
            Observe,
            $"{nameof(WeightlessRecommender)}-LearnedRecency"),
        SnapshotCase.Of(
            random => Trained(new EaseRecommender(9, RatingScale.HalfStars, new() { MaximumItems = 4, LikedFrom = 3 }), random), Observe),
        SnapshotCase.Of(
            random => Trained(
                new WeightedNetworkRecommender(
                    Catalog(random),
                    RatingScale.HalfStars,
                    new() { HiddenUnits = random.Whole(1, 3), Epochs = 2, Seed = random.Bits(), UserShrinkage = 3, WeightDecay = 2 }),
                random),
            ObserveAndLearn),
        SnapshotCase.Of(
            random => Trained(
                new WeightedNetworkRecommender(
                    Catalog(random), RatingScale.HalfStars, new() { HiddenUnits = random.Whole(1, 3), Epochs = 2, Seed = random.Bits() }),
                random),
            ObserveAndLearn,
            $"{nameof(WeightedNetworkRecommender)}-LearnedShrinkage"),
        SnapshotCase.Of(
            random => Trained(
                new MatrixFactorizationRecommender(9, RatingScale.HalfStars, FewFactors(random)), random),
            ObserveAndLearn) with { Layout = 2 },
        SnapshotCase.Of(
            random => Trained(new MatrixFactorizationRecommender(Catalog(random), RatingScale.HalfStars, FewFactors(random)), random),
            ObserveAndLearn,
            $"{nameof(MatrixFactorizationRecommender)}-Catalog") with { Layout = 2 },
        SnapshotCase.Of(
            random => Streamed(new MatrixFactorizationRecommender(Catalog(random), RatingScale.HalfStars, FewFactors(random)), random),
            ObserveAndLearn,
            $"{nameof(MatrixFactorizationRecommender)}-Untrained") with { Layout = 2 },
        SnapshotCase.Of(
            random => Trained(
                new ImplicitFactorizationRecommender(
                    9, RatingScale.HalfStars, new() { Factors = random.Whole(1, 5), Iterations = 2, Seed = random.Bits() }),
                random),
            Observe),
        .. Enum.GetValues<NodeStorageKind>().Select(kind => SnapshotCase.Of(
            random => Learned(kind, random), Observe, $"{nameof(WisardClassifier<>)}-{kind}")),
        SnapshotCase.Of(Trained, Observe, nameof(MarginClassifier<>)),
        .. OtherModels,
        .. OtherRecommenders,
        .. StateMachines,
        .. Tunables,
        .. Contexts,
    ]).ToDictionary(one => one.Name);

    public static TheoryData<string> Names => [.. All.Keys];

    private static FeatureSchema<int> SchemaFor(RandomValues random, Func<int[]> draw)
    {
        (double minimum, double maximum, ulong seed) = (random.Number() - 20, random.Number() + 20, random.Bits());
        int[] ids = draw();
        return SchemaBuilder(minimum, maximum, seed, ids).Fit(ids);
    }

    private static FeatureSchemaBuilder<int> SchemaBuilder(double minimum, double maximum, ulong seed, int[] ids) =>
        new FeatureSchemaBuilder<int>()
            .MultiHot("parts", id => id.ToString("00", CultureInfo.InvariantCulture).Select(digit => digit.ToString()))
            .OneHot("word", id => id % 3 == 0 ? null : "w" + (id % 4), 3)
            .LinearThermometer("size", id => id, minimum, maximum, 4)
            .Field("square", id => id * id, QuartilesOfOddSquares(ids))
            .Field("hash", id => [id.ToString(CultureInfo.InvariantCulture)], new HashedEncoder(9, 2, seed))
            .Field("parity", id => id, new ParityEncoder());

    // As the golden files hold them: when those were written, a quantile was the smallest number that reached its share. Quantile cuts
    // otherwise today.
    private static ThermometerEncoder QuartilesOfOddSquares(int[] ids)
    {
        double[] squares = [.. ids.Where(id => id % 2 != 0).Select(id => (double)(id * id)).Order()];
        return squares.Length == 0
            ? new ThermometerEncoder(0, 0, 0)
            : new ThermometerEncoder([.. Enumerable.Range(1, 3).Select(quarter => squares[((quarter * squares.Length) + 3) / 4 - 1])]);
    }

    private static MatrixFactorizationOptions FewFactors(RandomValues random) => new()
    {
        Factors = random.Whole(0, 3),
        AudienceFactors = random.Whole(0, 2),
        Iterations = 5,
        Seed = random.Bits(),
    };

    private static ItemCatalog Catalog(RandomValues random)
    {
        int[] items = [.. Enumerable.Range(random.Whole(0, 9), 9)];
        return ItemCatalog.Create(SchemaFor(random, () => items), items);
    }

    // Shrinkages as they were before they were learned.
    private static WeightlessOptions Options(RandomValues random) => LearnedOptions(random).WithShrinkage(3, 15);

    private static WeightlessOptions LearnedOptions(RandomValues random) => new()
    {
        Reading = (WeightlessReading)random.Whole(0, 1),
        Nodes = random.Whole(1, 9),
        TupleSize = random.Whole(1, 6),
        Gain = random.Whole(0, 4),
        HistogramWindow = random.Whole(0, 2) is > 0 and int window ? window : null,
        Recency = random.Whole(0, 1) == 0 ? [] : WeightlessOptions.FollowDrift,
        MaximumRatingsPerUser = random.Whole(0, 1) == 0 ? null : random.Whole(1, 5),
        Seed = random.Bits(),
    };

    private static WeightlessRecommender Changed(WeightlessRecommender recommender, RandomValues random)
    {
        for (int left = random.Whole(0, 3); left > 0; left--)
        {
            recommender.RemoveItem(random.Whole(0, 8));
        }

        return recommender;
    }

    private static T Learned<T>(T recommender, RandomValues random)
        where T : IForgettingRecommender
    {
        for (int left = random.Whole(0, 30); left > 0; left--)
        {
            int user = random.Whole(0, 5);
            Rating rating = new(user, random.Whole(0, 8), 0.5f * random.Whole(1, 10));
            recommender.Learn(rating with { Timestamp = random.Whole(0, 3) == 0 ? (long)random.Bits() : left });
            if (left % 5 == 0)
            {
                recommender.ForgetUser(random.Whole(0, 6));
            }
        }

        return recommender;
    }

    private static InputLayer Layer(RandomValues random)
    {
        int inputs = random.Whole(1, 7);
        return random.Whole(0, 1) == 0
            ? new InputLayer(TupleMapping.Random(9, inputs, random.Whole(1, 4), random.Bits()))
            : new InputLayer(new ThermometerRetina(3, [1, 2, 3, 1, 2, 3, 1, 2, 3]), TupleMapping.Random(9, inputs, 3, random.Bits()));
    }

    private static NodeStorage Storage(NodeStorageKind kind, RandomValues random) => kind switch
    {
        NodeStorageKind.Dense => NodeStorage.Dense,
        NodeStorageKind.Sparse => NodeStorage.Sparse,
        NodeStorageKind.Hashed => NodeStorage.Hashed(random.Whole(1, 6), random.Whole(1, 3), random.Bits()),
        NodeStorageKind.HashedConservative => NodeStorage.HashedConservative(random.Whole(1, 6), 2, random.Bits()),
        _ => NodeStorage.Automatic,
    };

    private static WisardClassifier<string> Learned(NodeStorageKind kind, RandomValues random)
    {
        NodeStorage storage = Storage(kind, random);
        WisardClassifier<string> model = new(
            Layer(random),
            new WisardOptions { Storage = storage, Threshold = random.Whole(0, 3), Reading = (WisardReading)random.Whole(0, 1) });
        foreach (string label in random.Texts(4))
        {
            model.Learn(new[] { random.Bits() & 0x1FF }, label);
            model.Learn(new[] { random.Bits() & 0x1FF }, label);
        }

        return model;
    }

    private static MarginClassifier<int> Trained(RandomValues random)
    {
        MarginClassifier<int> model = new(Layer(random), [7, -1, random.Whole(8, 99)]);
        for (int left = random.Whole(0, 9); left > 0; left--)
        {
            model.Learn(new[] { random.Bits() & 0x1FF }, random.Whole(0, 1) == 0 ? 7 : -1, 20);
        }

        return model;
    }

    private static string Observe(WisardClassifier<string> model)
    {
        StringBuilder seen = new($"{model.Options} {model.ExampleCount}");
        seen.AppendJoin(' ', model.Labels);
        for (ulong pattern = 0; pattern < 512; pattern += 7)
        {
            seen.Append(CultureInfo.InvariantCulture, $" {model.Classify(new[] { pattern })}");
        }

        return seen.ToString();
    }

    private static string Observe(MarginClassifier<int> model)
    {
        StringBuilder seen = new();
        seen.AppendJoin(' ', model.Labels);
        for (ulong pattern = 0; pattern < 512; pattern += 7)
        {
            seen.Append(CultureInfo.InvariantCulture, $" {model.Classify(new[] { pattern })}");
        }

        return seen.ToString();
    }

    private static T Trained<T>(T recommender, RandomValues random)
        where T : IBatchRecommender
    {
        Rating[] ratings = [.. Enumerable.Range(0, random.Whole(0, 40)).Select(_ => Any(random))];
        recommender.Fit(ratings);
        return Streamed(recommender, random);
    }

    private static T Streamed<T>(T recommender, RandomValues random)
        where T : IRecommender
    {
        for (int left = random.Whole(0, 9); left > 0; left--)
        {
            recommender.Learn(Any(random));
        }

        return recommender;
    }

    private static Rating Any(RandomValues random) =>
        new(random.Whole(0, 5), random.Whole(0, 8), 0.5f * random.Whole(1, 10), random.Whole(0, 99));

    // Includes the behavior after further learning, for types whose state is more than their present answers. This changes the object.
    private static string ObserveAndLearn(IRecommender recommender)
    {
        StringBuilder seen = new(Observe(recommender));
        RandomValues random = new(5);
        for (int left = 6; left > 0; left--)
        {
            recommender.Learn(Any(random));
        }

        return seen.Append(Observe(recommender)).ToString();
    }

    private static string Observe(IRecommender recommender)
    {
        string explanations = recommender is IExplainingRecommender explaining
            ? string.Join(' ', explaining.Explain(1, 2).ByField.Select(part => $"{part.Name} {part.Amount:R}"))
            : "";
        return string.Join(' ', ObservedState.Of(recommender, 7).Select(Exact)) + explanations;
    }

    private static string Observe(ItemCatalog catalog)
    {
        StringBuilder seen = new();
        seen.AppendJoin(' ', catalog.Fields).AppendJoin(' ', Enumerable.Range(0, catalog.BitCount).Select(catalog.Describe));
        for (int item = 0; item < catalog.Count; item++)
        {
            seen.AppendJoin(' ', catalog.PatternOf(item).ToArray());
        }

        return seen.ToString();
    }

    private static string Exact(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>An encoder unknown to the library.</summary>
    private sealed class ParityEncoder : IEncoder<int>
    {
        public int BitCount => 2;

        public void Encode(int value, BitSlice destination)
        {
            destination.Clear();
            destination.Set(value & 1);
        }

        public string Describe(int bit) => bit == 0 ? "even" : "odd";
    }
}
