using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.LookupNetworks;
using WeightlessNet.Models;
using WeightlessNet.Storage;
using Xunit;

namespace WeightlessNet.Tests.LookupNetworks;

public sealed partial class AdaptiveLookupNetworkTests
{
    private const int Features = 2;

    private static readonly LookupNetworkOptions Short = new() { Epochs = 10, MaxDegreeOfParallelism = 1 };

    // Trained with few rows, so that there is something left to learn.
    private static readonly Lazy<LookupNetwork<string>> Rough = new(() => Trained(60, Short));

    [Fact]
    public void At_first_it_answers_as_the_network()
    {
        AdaptiveLookupNetwork<string> adaptive = new(Rough.Value);
        (double[] samples, _) = Drawn(300, 2);
        SampleBatch batch = new(samples.AsMemory(), Features);
        Assert.Equal(
            Rough.Value.Classify(batch).Select(answer => answer.Label), adaptive.Classify(batch).Select(answer => answer.Label));
        Assert.Equal((0, 1.0, 0), (adaptive.ExampleCount, adaptive.NetworkShare, adaptive.ExamplesOf("ring")));
        Assert.Equal(Rough.Value.Labels, adaptive.Labels);
        Assert.Same(Rough.Value, adaptive.Network);
        for (int i = 0; i < 300; i++)
        {
            double[] expected = new double[3];
            Rough.Value.Probabilities(batch[i], expected);
            Assert.Equal(expected, ProbabilitiesOf(adaptive, batch[i]), Near);
        }
    }

    [Fact]
    public void Without_a_vote_it_does_not_know()
    {
        // All tables are wired to bits that no sample has, and answer alike.
        InputLayer candidates = new(TupleMapping.Random(12, 12, 20, 1));
        ulong[] patterns = [1, 2, 4, 8];
        var network = LookupNetwork.Train<int>(candidates, new SampleBatch(patterns.AsMemory(), 1), [0, 1, 0, 1], Short);
        AdaptiveLookupNetwork<int> adaptive = new(network);
        for (ulong pattern = 0; pattern < 1 << 12; pattern++)
        {
            Assert.Equal(network.Classify(new[] { pattern }).IsKnown, adaptive.Classify(new[] { pattern }).IsKnown);
        }
    }

    [Fact]
    public void More_examples_make_it_more_accurate()
    {
        AdaptiveLookupNetwork<string> adaptive = new(Rough.Value);
        (double[] samples, string[] labels) = Drawn(3000, 3);
        adaptive.Learn(new SampleBatch(samples.AsMemory(), Features), labels);
        Assert.Equal(3000, adaptive.ExampleCount);
        Assert.InRange(adaptive.NetworkShare, 0, 0.75);
        (double before, double after) = (ErrorsOf(s => Rough.Value.Classify(s), l => l), ErrorsOf(s => adaptive.Classify(s), l => l));
        Assert.True(after < 0.7 * before, $"{before} -> {after}");
        Assert.True(LossOf(adaptive, l => l) < LossOf(new AdaptiveLookupNetwork<string>(Rough.Value), l => l));
    }

    [Fact]
    public void An_answer_is_the_most_probable_class_and_its_confidence_the_lead()
    {
        (double[] samples, string[] labels) = Drawn(300, 15);
        SampleBatch batch = new(samples.AsMemory(), Features);
        AdaptiveLookupNetwork<string> adaptive = Learned(Rough.Value, batch, labels);
        for (int i = 0; i < labels.Length; i++)
        {
            double[] probabilities = ProbabilitiesOf(adaptive, batch[i]);
            double[] greatest = [.. probabilities.OrderDescending()];
            Classification<string> answer = adaptive.Classify(batch[i]);
            Assert.Equal(adaptive.Labels[Array.IndexOf(probabilities, greatest[0])], answer.Label);
            Assert.Equal((greatest[0] - greatest[1]) / greatest[0], answer.Confidence, Near);
        }
    }

    [Fact]
    public void It_follows_labels_that_are_exchanged()
    {
        AdaptiveLookupNetwork<string> adaptive = new(Rough.Value);
        (double[] samples, string[] labels) = Drawn(2000, 5);
        adaptive.Learn(new SampleBatch(samples.AsMemory(), Features), Array.ConvertAll(labels, Exchanged));
        Assert.InRange(ErrorsOf(s => Rough.Value.Classify(s), Exchanged), 0.4, 1);
        Assert.InRange(ErrorsOf(s => adaptive.Classify(s), Exchanged), 0, 0.15);
        Assert.Equal(0, adaptive.NetworkShare);
    }

    [Fact]
    public void It_learns_a_class_that_the_network_does_not_know()
    {
        // Of four classes the network knows three.
        static string Divided(string label, double x) => label == "ring" && x > 0.5 ? "half" : label;
        AdaptiveLookupNetwork<string> adaptive = new(Rough.Value);
        (double[] samples, string[] labels) = Drawn(1500, 6);
        for (int i = 0; i < labels.Length; i++)
        {
            adaptive.Learn(samples.AsSpan(i * Features, Features), Divided(labels[i], samples[i * Features]));
            if (i == 20)
            {
                // It knows the label, but has not seen enough of it to trust it more than the network.
                Assert.Equal(["center", "half", "outside", "ring"], adaptive.Labels);
                Assert.Equal(1, adaptive.NetworkShare);
                Assert.DoesNotContain("half", adaptive.Classify(new SampleBatch(samples.AsMemory(), Features)).Select(a => a.Label));
            }
        }

        (double[] others, string[] right) = Drawn(1000, 7);
        int errors = 0;
        for (int i = 0; i < right.Length; i++)
        {
            string label = Divided(right[i], others[i * Features]);
            Sample sample = others.AsSpan(i * Features, Features);
            errors += adaptive.Classify(sample).Label == label ? 0 : 1;
            double[] probabilities = ProbabilitiesOf(adaptive, sample);
            Assert.Equal(4, probabilities.Length);
            Assert.Equal(1, probabilities.Sum(), 9);
        }

        Assert.InRange(errors, 0, 150);
    }

    [Fact]
    public void A_class_whose_examples_are_all_forgotten_is_gone()
    {
        AdaptiveLookupNetwork<string> adaptive = new(Rough.Value);
        (double[] samples, string[] labels) = Drawn(20, 8);
        adaptive.Learn(new SampleBatch(samples.AsMemory(), Features), labels);
        byte[] before = Counts(adaptive);
        double[] spot = [0.5, 0.5];
        adaptive.Learn(spot, "spot");
        Assert.Contains("spot", adaptive.Labels);
        Assert.Equal(1, adaptive.ExamplesOf("spot"));
        Assert.True(adaptive.Forget(spot, "spot"));
        Assert.Equal(Rough.Value.Labels, adaptive.Labels);
        Assert.Equal(before, Counts(adaptive));
    }

    [Fact]
    public void After_forgetting_everything_all_is_as_after_the_training()
    {
        AdaptiveLookupNetwork<string> adaptive = new(Rough.Value);
        byte[] fresh = Saved(adaptive);
        (double[] samples, string[] labels) = Drawn(700, 9);
        adaptive.Learn(new SampleBatch(samples.AsMemory(), Features), labels);
        byte[] learned = Saved(adaptive);
        Assert.NotEqual(fresh, learned);

        // What was not learned is refused, and changes nothing.
        double[] other = [0.5, 0.5];
        Assert.False(adaptive.Forget(other, "elsewhere"));
        Assert.Equal(learned, Saved(adaptive));
        for (int i = 0; i < labels.Length; i++)
        {
            Assert.True(adaptive.Forget(samples.AsSpan(i * Features, Features), labels[i]));
        }

        Assert.Equal(fresh, Saved(adaptive));
    }

    [Theory]
    [InlineData(30)]
    [InlineData(500)]
    public void A_loaded_one_goes_on_with_the_same_bytes(int before)
    {
        AdaptiveLookupNetwork<string> adaptive = new(Rough.Value, 3);
        (double[] samples, string[] labels) = Drawn(before + 200, 10);
        SampleBatch all = new(samples.AsMemory(), Features);
        adaptive.Learn(new SampleBatch(samples.AsMemory(0, before * Features), Features), labels.AsSpan(0, before));
        AdaptiveLookupNetwork<string> loaded = Loaded(Saved(adaptive));
        Assert.Equal(adaptive.NetworkShare, loaded.NetworkShare);
        for (int i = before; i < labels.Length; i++)
        {
            adaptive.Learn(all[i], labels[i]);
            loaded.Learn(all[i], labels[i]);
            Assert.Equal(ProbabilitiesOf(adaptive, all[i]), ProbabilitiesOf(loaded, all[i]));
        }

        Assert.Equal(Saved(adaptive), Saved(loaded));
    }

    [Fact]
    public void Batches_and_threads_answer_as_single_samples()
    {
        AdaptiveLookupNetwork<string> one = new(Rough.Value);
        AdaptiveLookupNetwork<string> many = new(Rough.Value);
        (double[] samples, string[] labels) = Drawn(400, 11);
        SampleBatch batch = new(samples.AsMemory(), Features);
        for (int i = 0; i < labels.Length; i++)
        {
            one.Learn(batch[i], labels[i]);
        }

        many.Learn(batch, labels);
        Assert.Equal(Saved(one), Saved(many));
        Classification<string>[] answers = many.Classify(batch, 3);
        for (int i = 0; i < labels.Length; i++)
        {
            Assert.Equal(one.Classify(batch[i]), answers[i]);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    public void Bytes_and_patterns_are_learned_as_numbers_are(int hidden)
    {
        double[] samples = Array.ConvertAll(Drawn(300, 12).Samples, static x => Math.Floor(256 * x));
        string[] labels = Drawn(300, 12).Labels;
        var network = LookupNetwork.Train<string>(
            InputLayer.CandidatesForFeatures(samples, Features, 90 + hidden),
            new SampleBatch(samples.AsMemory(0, 200), Features),
            labels.AsSpan(0, 100),
            Short with { HiddenTables = hidden });
        byte[] bytes = Array.ConvertAll(samples, static x => (byte)x);
        ulong[] patterns = new ulong[300 * BitSlice.WordCount(network.Layer.Mapping.BitCount)];
        int words = patterns.Length / 300;
        for (int i = 0; i < 300; i++)
        {
            network.Layer.Retina!.Encode(samples.AsSpan(i * Features, Features), patterns.AsSpan(i * words, words));
        }

        byte[] learned = Saved(Learned(network, new SampleBatch(samples.AsMemory(), Features), labels));
        Assert.Equal(learned, Saved(Learned(network, new SampleBatch(bytes.AsMemory(), Features), labels)));
        Assert.Equal(learned, Saved(Learned(network, new SampleBatch(patterns.AsMemory(), words), labels)));
    }

    [Fact]
    public void It_reads_records_by_a_schema_and_is_saved_with_it()
    {
        (double[] samples, string[] labels) = Drawn(500, 13);
        Point[] points = [.. labels.Select((label, i) => new Point(samples[Features * i], samples[(Features * i) + 1], label))];
        FeatureSchema<Point> schema = Builder().Fit(points);
        var network = LookupNetwork.Train<string>(
            InputLayer.CandidatesForSchema(schema, 90), SampleBatch.Of(schema, points[..100]), labels.AsSpan(0, 100), Short);
        AdaptiveLookupNetwork<string> adaptive = new(network);
        adaptive.Learn(SampleBatch.Of(schema, points), labels);
        using MemoryStream stream = new();
        schema.With(adaptive).Save(stream);
        stream.Position = 0;
        FeatureSchema<Point> loadedSchema = Builder().Load(stream, out AdaptiveLookupNetwork<string> loaded);
        Assert.Equal(Saved(adaptive), Saved(loaded));
        Assert.Equal(adaptive.Classify(Sample.Of(schema, points[0])), loaded.Classify(Sample.Of(loadedSchema, points[0])));
    }

    [Fact]
    public void Bad_input_is_refused_and_changes_nothing()
    {
        AdaptiveLookupNetwork<string> adaptive = new(Rough.Value);
        byte[] before = Saved(adaptive);
        double[] samples = [0.1, 0.2, 0.3, 0.4];
        Assert.Throws<ArgumentNullException>("network", () => new AdaptiveLookupNetwork<string>(null!));
        Assert.Throws<ArgumentNullException>("label", () => adaptive.Learn(samples.AsSpan(0, 2), null!));
        Assert.Throws<ArgumentNullException>("label", () => adaptive.Forget(samples.AsSpan(0, 2), null!));
        Assert.Throws<ArgumentException>("label", () => adaptive.Learn(samples.AsSpan(0, 2), "\uD800"));
        Assert.Throws<ArgumentException>("labels", () => adaptive.Learn(new SampleBatch(samples.AsMemory(), 2), ["a", null!]));
        Assert.Throws<ArgumentException>("labels", () => adaptive.Learn(new SampleBatch(samples.AsMemory(), 2), ["a"]));
        Assert.Throws<ArgumentException>("samples", () => adaptive.Learn(new SampleBatch(samples.AsMemory(), 4), ["a"]));
        Assert.Throws<ArgumentException>("sample", () => adaptive.Learn(samples, "a"));
        Assert.Throws<ArgumentException>("sample", () => adaptive.Forget(samples, "a"));
        Assert.Throws<ArgumentException>("sample", () => adaptive.Classify(samples));
        Assert.Throws<ArgumentException>("sample", () => adaptive.Probabilities(samples, new double[3]));
        Assert.Throws<ArgumentException>("probabilities", () => adaptive.Probabilities(samples.AsSpan(0, 2), new double[2]));
        Assert.Throws<ArgumentOutOfRangeException>(
            "maxDegreeOfParallelism", () => adaptive.Classify(new SampleBatch(samples.AsMemory(), 2), 0));
        Assert.Equal(before, Saved(adaptive));
    }

    [Fact]
    public void Answers_do_not_allocate()
    {
        AdaptiveLookupNetwork<string> adaptive = new(Rough.Value);
        (double[] samples, string[] labels) = Drawn(300, 14);
        adaptive.Learn(new SampleBatch(samples.AsMemory(), Features), labels);
        double[] probabilities = new double[3];
        AllocationAssert.None(() => adaptive.Classify(samples.AsSpan(0, Features)));
        AllocationAssert.None(() => adaptive.Probabilities(samples.AsSpan(0, Features), probabilities));
    }

    [Fact]
    public void Labels_without_a_stored_form_cannot_be_saved()
    {
        LookupNetwork<char> network = LookupNetwork.Train<char>(
            new InputLayer(TupleMapping.Random(9, 12, 20, 1)), new SampleBatch(new ulong[] { 1, 2 }.AsMemory(), 1), ['a', 'b'], Short);
        using MemoryStream stream = new();
        Assert.Throws<NotSupportedException>(() => new AdaptiveLookupNetwork<char>(network).Save(stream));
        Assert.Equal(0, stream.Length);
    }

    private static readonly Comparison Near = new();

    private static FeatureSchemaBuilder<Point> Builder() => new FeatureSchemaBuilder<Point>()
        .QuantileThermometer("x", point => point.X, 32)
        .QuantileThermometer("y", point => point.Y, 32);

    private static string Exchanged(string label) => label switch { "center" => "ring", "ring" => "center", _ => label };

    // Points of a square: in a circle, in the ring around it, or outside.
    private static (double[] Samples, string[] Labels) Drawn(int count, ulong seed)
    {
        SplitMix64 random = new(seed);
        double[] samples = [.. Enumerable.Range(0, count * Features).Select(_ => random.NextDouble())];
        return (samples, [.. samples.Chunk(Features).Select(p => Math.Pow(p[0] - 0.5, 2) + Math.Pow(p[1] - 0.5, 2) is var far && far < 0.05
            ? "center"
            : far < 0.16 ? "ring" : "outside")]);
    }

    private static LookupNetwork<string> Trained(int count, LookupNetworkOptions options)
    {
        (double[] samples, string[] labels) = Drawn(count, 1);
        InputLayer candidates = InputLayer.CandidatesForFeatures(samples, Features, 150);
        return LookupNetwork.Train<string>(candidates, new SampleBatch(samples.AsMemory(), Features), labels, options);
    }

    private static AdaptiveLookupNetwork<string> Learned(LookupNetwork<string> network, SampleBatch samples, string[] labels)
    {
        AdaptiveLookupNetwork<string> adaptive = new(network);
        adaptive.Learn(samples, labels);
        return adaptive;
    }

    // The share of errors among other points.
    private static double ErrorsOf(Answer answer, Func<string, string> changed)
    {
        (double[] samples, string[] labels) = Drawn(1000, 99);
        return Enumerable.Range(0, labels.Length)
            .Average(i => answer(samples.AsSpan(i * Features, Features)).Label == changed(labels[i]) ? 0.0 : 1);
    }

    private static double LossOf(AdaptiveLookupNetwork<string> adaptive, Func<string, string> changed)
    {
        (double[] samples, string[] labels) = Drawn(1000, 99);
        string[] order = [.. adaptive.Labels];
        return Enumerable.Range(0, labels.Length).Average(i => -Math.Log(
            ProbabilitiesOf(adaptive, samples.AsSpan(i * Features, Features))[Array.IndexOf(order, changed(labels[i]))]));
    }

    private static double[] ProbabilitiesOf(AdaptiveLookupNetwork<string> adaptive, Sample sample)
    {
        double[] probabilities = new double[adaptive.Labels.Count];
        adaptive.Probabilities(sample, probabilities);
        return probabilities;
    }

    // What was counted, without the share.
    private static byte[] Counts(AdaptiveLookupNetwork<string> adaptive)
    {
        using MemoryStream stream = new();
        adaptive.Counts.Save(stream);
        return stream.ToArray();
    }

    private static byte[] Saved(AdaptiveLookupNetwork<string> adaptive)
    {
        using MemoryStream stream = new();
        adaptive.Save(stream);
        return stream.ToArray();
    }

    private static AdaptiveLookupNetwork<string> Loaded(byte[] bytes)
    {
        using MemoryStream stream = new(bytes);
        return Snapshot.Load<AdaptiveLookupNetwork<string>>(stream);
    }

    private delegate Classification<string> Answer(Sample sample);

    private sealed record Point(double X, double Y, string Label);

    private sealed class Comparison : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) < 1e-9;

        public int GetHashCode(double value) => 0;
    }
}
