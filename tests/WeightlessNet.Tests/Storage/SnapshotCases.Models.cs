using System.Globalization;
using System.Text;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.LookupNetworks;
using WeightlessNet.Models;
using WeightlessNet.Nodes;
using WeightlessNet.Storage;

namespace WeightlessNet.Tests.Storage;

public static partial class SnapshotCases
{
    private static IEnumerable<SnapshotCase> OtherModels =>
    [
        SnapshotCase.Of(CalibratedClassifier, Observe, "WisardClassifier-Calibrated") with { Layout = 2 },
        SnapshotCase.Of(GroupedClassifier, Observe, "WisardClassifier-Groups") with { Layout = 3 },
        SnapshotCase.Of(YoungClassifier, Observe, "WisardClassifier-Young") with { Layout = 4 },
        SnapshotCase.Of(random => Trained(random).ToInt8(), Observe, nameof(Int8MarginModel<>)),
        SnapshotCase.Of(random => Network(random), Observe, nameof(LookupNetwork<>)),
        SnapshotCase.Of(random => Network(random, random.Whole(1, 12)), Observe, "LookupNetwork-Hidden") with { Layout = 2 },
        SnapshotCase.Of(random => Regressor(random), Observe),
        SnapshotCase.Of(random => Regressor(random, random.Whole(1, 12)), Observe, "LookupRegressor-Hidden") with { Layout = 2 },
        SnapshotCase.Of(AdaptiveNetwork, Observe, nameof(AdaptiveLookupNetwork<>)),
        SnapshotCase.Of(AdaptiveRegressor, Observe),
        new(nameof(SchemaWithModel), SchemaWithClassifier, stream => Both(LoadBoth(stream)), ObserveBoth),
        SnapshotCase.Of(
            random =>
            {
                RegressionWisard model = new(Layer(random));
                for (int left = random.Whole(0, 9); left > 0; left--)
                {
                    (ulong pattern, double target) = (random.Bits() & 0x1FF, Target(random));
                    model.Learn(new[] { pattern }, target);
                    if (left % 4 == 0)
                    {
                        model.Forget(new[] { pattern }, target);
                    }
                }

                return model;
            },
            model => Observe(model.ExampleCount, pattern => model.Predict(new[] { pattern }))),
        SnapshotCase.Of(
            random =>
            {
                ClusRegressionWisard model = new(Layer(random), Rule(random));
                for (int left = random.Whole(0, 9); left > 0; left--)
                {
                    model.Learn(new[] { random.Bits() & 0x1FF }, Target(random));
                }

                return model;
            },
            ObserveAndLearn),
        .. ((NodeStorageKind[])[NodeStorageKind.Dense, NodeStorageKind.Sparse, NodeStorageKind.Hashed])
            .Select(kind => SnapshotCase.Of(
                random => Clustered(kind, random), ObserveAndLearn, $"{nameof(ClusWisardClassifier<>)}-{kind}")),
        .. ((NodeStorageKind[])[NodeStorageKind.Automatic, NodeStorageKind.Sparse, NodeStorageKind.HashedConservative])
            .Select(kind => SnapshotCase.Of(
                random =>
                {
                    WisardClusterer model = new(Layer(random), Rule(random), Storage(kind, random));
                    for (int left = random.Whole(0, 9); left > 0; left--)
                    {
                        model.Learn(new[] { random.Bits() & 0x1FF });
                    }

                    return model;
                },
                ObserveAndLearn,
                $"{nameof(WisardClusterer)}-{kind}")),
    ];

    // Sometimes only calibrated, sometimes only with a weight, sometimes both.
    private static WisardClassifier<int> CalibratedClassifier(RandomValues random)
    {
        WisardClassifier<int> model = new(Layer(random));
        int examples = random.Whole(8, 20);
        ulong[] patterns = [.. Enumerable.Range(0, examples).Select(_ => random.Bits() & 0x1FF)];
        int[] labels = [.. Enumerable.Range(0, examples).Select(i => i % 3)];
        int kind = random.Whole(0, 2);
        for (int i = 0; i < examples; i++)
        {
            model.Learn(new[] { patterns[i] }, labels[i]);
        }

        if (kind < 2)
        {
            model.Calibrate(new SampleBatch(patterns.AsMemory(), 1), labels);
        }

        if (kind > 0)
        {
            model.SetClassWeight(1, random.Whole(2, 9) / 4.0);
        }

        return model;
    }

    private static WisardClassifier<int> GroupedClassifier(RandomValues random)
    {
        WisardClassifier<int> model = new(new InputLayer(TupleMapping.Join(
            TupleMapping.Random(9, 2, random.Whole(16, 20), random.Bits()), TupleMapping.Random(9, 5, 16, random.Bits()))));
        ulong[] patterns = [.. Enumerable.Range(0, random.Whole(8, 20)).Select(_ => random.Bits() & 0x1FF)];
        model.Learn(new SampleBatch(patterns.AsMemory(), 1), [.. Enumerable.Range(0, patterns.Length).Select(i => i % 3)]);
        return model;
    }

    // Learned one by one, and some forgotten: not yet calibrated. Sometimes with a weight.
    private static WisardClassifier<int> YoungClassifier(RandomValues random)
    {
        WisardClassifier<int> model = new(Layer(random));
        int examples = random.Whole(8, 20);
        ulong[] patterns = [.. Enumerable.Range(0, examples).Select(_ => random.Bits() & 0x1FF)];
        for (int i = 0; i < examples; i++)
        {
            model.Learn(new[] { patterns[i] }, i % 3);
        }

        for (int i = random.Whole(0, 3); i > 0; i--)
        {
            model.Forget(new[] { patterns[i] }, i % 3);
        }

        if (random.Whole(0, 1) == 0)
        {
            model.SetClassWeight(1, random.Whole(2, 9) / 4.0);
        }

        return model;
    }

    private static string Observe(WisardClassifier<int> model) => Observe(model.ExampleCount, pattern =>
    {
        double[] probabilities = new double[model.Labels.Count];
        model.Probabilities(new[] { pattern }, probabilities);
        return $"{model.Classify(new[] { pattern })} {string.Join(' ', probabilities)}";
    });

    private static ISnapshot SchemaWithClassifier(RandomValues random)
    {
        int[] ids = [.. Enumerable.Range(0, random.Whole(1, 9))];
        FeatureSchema<int> schema = SchemaFor(random, () => ids);
        WisardClassifier<int> model = new(new InputLayer(TupleMapping.Random(schema.BitCount, 3, 4, random.Bits())));
        foreach (int id in ids)
        {
            model.Learn(Sample.Of(schema, id), id % 3);
        }

        return schema.With(model);
    }

    private static (FeatureSchema<int> Schema, WisardClassifier<int> Model) LoadBoth(Stream stream) =>
        (SchemaBuilder(0, 1, 0, []).Load(stream, out WisardClassifier<int> model), model);

    private static ISnapshot Both((FeatureSchema<int> Schema, WisardClassifier<int> Model) both) => both.Schema.With(both.Model);

    private static string ObserveBoth(ISnapshot snapshot)
    {
        (FeatureSchema<int> schema, WisardClassifier<int> model) = LoadBoth(new MemoryStream(SnapshotCase.Save(snapshot)));
        return string.Join(' ', Enumerable.Range(0, 12).Select(id => model.Classify(Sample.Of(schema, id))));
    }

    private static ClusWisardClassifier<string> Clustered(NodeStorageKind kind, RandomValues random)
    {
        WisardOptions options = new() { Storage = Storage(kind, random), Reading = (WisardReading)random.Whole(0, 1) };
        ClusWisardClassifier<string> model = new(Layer(random), Rule(random), options);
        string[] labels = random.Texts(3);
        for (int left = random.Whole(0, 9); left > 0; left--)
        {
            model.Learn(new[] { random.Bits() & 0x1FF }, labels[random.Whole(0, labels.Length - 1)]);
        }

        return model;
    }

    private static GrowthRule Rule(RandomValues random) => new()
    {
        MinimumResponse = random.Whole(0, 4) * 0.25,
        GrowthInterval = random.Whole(1, 9),
        MaximumDiscriminators = random.Whole(1, 4),
    };

    // Sometimes so large that a sum has more than 64 bits.
    private static double Target(RandomValues random) => random.Whole(0, 3) == 0 ? Math.ScaleB(random.Number(), 37) : random.Number();

    private static string ObserveAndLearn(ClusRegressionWisard model)
    {
        string before = Observe(model.ClusterCount, pattern => model.Predict(new[] { pattern }));
        for (ulong pattern = 3; pattern < 512; pattern += 100)
        {
            model.Learn(new[] { pattern }, pattern);
        }

        return before + Observe(model.ClusterCount, pattern => model.Predict(new[] { pattern }));
    }

    private static string ObserveAndLearn(ClusWisardClassifier<string> model)
    {
        string before = string.Join(' ', model.Labels.Select(label => $"{label} {model.DiscriminatorsOf(label)}"))
            + Observe(0, pattern => model.Classify(new[] { pattern }));
        for (ulong pattern = 3; pattern < 512; pattern += 100)
        {
            model.Learn(new[] { pattern }, "new");
        }

        return before + Observe(model.DiscriminatorsOf("new"), pattern => model.Classify(new[] { pattern }));
    }

    private static string ObserveAndLearn(WisardClusterer model)
    {
        string before = string.Join(' ', Enumerable.Range(0, model.ClusterCount).Select(model.ExamplesOf))
            + Observe(model.ClusterCount, pattern => model.Classify(new[] { pattern }));
        for (ulong pattern = 3; pattern < 512; pattern += 100)
        {
            before += model.Learn(new[] { pattern });
        }

        return before + Observe(model.ClusterCount, pattern => model.Classify(new[] { pattern }));
    }

    // Of a few examples of two or three classes.
    private static LookupNetwork<int> Network(RandomValues random, int hidden = 0)
    {
        const int Count = 12;
        ulong[] patterns = [.. Enumerable.Range(0, Count).Select(_ => random.Bits() & 0x1FF)];
        int[] labels = [.. Enumerable.Range(0, Count).Select(i => i < 2 ? i : random.Whole(0, 2))];
        InputLayer candidates = new(TupleMapping.Random(9, 12, hidden + random.Whole(3, 20), random.Bits()));
        return LookupNetwork.Train<int>(candidates, new SampleBatch(patterns.AsMemory(), 1), labels, ShortTraining(random, hidden));
    }

    // Now and then with a class that the network does not know, or with nothing learned.
    private static AdaptiveLookupNetwork<int> AdaptiveNetwork(RandomValues random)
    {
        AdaptiveLookupNetwork<int> model = new(Network(random, random.Whole(0, 1) * 5), random.Bits());
        for (int left = random.Whole(0, 40); left > 0; left--)
        {
            model.Learn(new[] { random.Bits() & 0x1FF }, random.Whole(0, 3));
        }

        return model;
    }

    private static AdaptiveLookupRegressor AdaptiveRegressor(RandomValues random)
    {
        AdaptiveLookupRegressor model = new(Regressor(random, random.Whole(0, 1) * 5), random.Bits());
        for (int left = random.Whole(0, 40); left > 0; left--)
        {
            model.Learn(new[] { random.Bits() & 0x1FF }, Target(random));
        }

        return model;
    }

    // Of a few examples, now and then with equal targets.
    private static LookupRegressor Regressor(RandomValues random, int hidden = 0)
    {
        ulong[] patterns = [.. Enumerable.Range(0, 12).Select(_ => random.Bits() & 0x1FF)];
        double[] targets = new double[patterns.Length];
        if (random.Whole(0, 4) == 0)
        {
            Array.Fill(targets, Target(random));
        }
        else
        {
            targets = [.. targets.Select(_ => Target(random))];
        }

        InputLayer candidates = new(TupleMapping.Random(9, 12, hidden + random.Whole(1, 20), random.Bits()));
        return LookupNetwork.TrainRegression(
            candidates, new SampleBatch(patterns.AsMemory(), 1), targets, ShortTraining(random, hidden));
    }

    private static LookupNetworkOptions ShortTraining(RandomValues random, int hidden) =>
        new() { Epochs = 2, Step = 0.2, MaxDegreeOfParallelism = 1, Seed = random.Bits(), HiddenTables = hidden };

    private static string Observe(LookupRegressor model) =>
        string.Join(' ', model.Tables.ToArray()) + string.Create(CultureInfo.InvariantCulture, $" {model.Offset:R} {model.Scale:R} ")
        + Observe(model.Tables.Length, pattern => model.Predict(new[] { pattern }));

    private static string Observe(LookupNetwork<int> model) =>
        string.Join(' ', model.Labels) + string.Join(' ', model.Tables.ToArray())
        + string.Create(CultureInfo.InvariantCulture, $" {model.Temperature:R} ")
        + Observe(model.Tables.Length, pattern => model.Classify(new[] { pattern }));

    private static string Observe(AdaptiveLookupNetwork<int> model) =>
        Observe(model.Network) + string.Join(' ', model.Labels)
        + string.Create(CultureInfo.InvariantCulture, $" {model.NetworkShare:R} ")
        + Observe(model.ExampleCount, pattern => model.Classify(new[] { pattern }));

    private static string Observe(AdaptiveLookupRegressor model) =>
        Observe(model.Network) + string.Create(CultureInfo.InvariantCulture, $" {model.CorrectionShare:R} ")
        + Observe(model.ExampleCount, pattern => model.Predict(new[] { pattern }));

    private static string Observe(Int8MarginModel<int> model) =>
        string.Join(' ', model.Labels) + Convert.ToHexString(model.Cells.ToArray().Select(cell => (byte)cell).ToArray())
        + Observe(model.Shift, pattern => model.Classify(new[] { pattern }));

    private static string Observe<T>(long count, Func<ulong, T> answer)
    {
        StringBuilder seen = new();
        seen.Append(CultureInfo.InvariantCulture, $"{count}:");
        for (ulong pattern = 0; pattern < 512; pattern += 7)
        {
            seen.Append(CultureInfo.InvariantCulture, $" {answer(pattern)}");
        }

        return seen.ToString();
    }
}
