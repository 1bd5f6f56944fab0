using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.LookupNetworks;
using WeightlessNet.LookupNetworks.Internals;
using WeightlessNet.Models;
using WeightlessNet.Storage;
using WeightlessNet.Tests.Models;
using Xunit;

namespace WeightlessNet.Tests.LookupNetworks;

public sealed class LookupNetworkTests
{
    private static readonly LookupNetworkOptions Short = new() { Epochs = 10, MaxDegreeOfParallelism = 1 };

    [Fact]
    public void Parity_of_three_bits_is_learned_which_no_bit_tells_alone()
    {
        SplitMix64 random = new(4);
        ulong[] patterns = [.. Enumerable.Range(0, 3000).Select(_ => random.Next() & 0xFFF)];
        bool[] labels = [.. patterns.Select(static pattern => (ulong.PopCount(pattern & 0b111) & 1) != 0)];
        InputLayer candidates = new(TupleMapping.Random(12, 12, 60, 1));
        var network = LookupNetwork.Train<bool>(
            candidates, new SampleBatch(patterns.AsMemory(0, 2000), 1), labels.AsSpan(0, 2000), Short with { Epochs = 30 });

        Classification<bool>[] answers = network.Classify(new SampleBatch(patterns.AsMemory(2000), 1));
        Assert.True(answers.Zip(labels[2000..]).Count(pair => pair.First.Label == pair.Second) > 980);
        Assert.Equal([false, true], network.Labels);
        Assert.Equal(60, network.Tables.Length);
        Assert.All(Enumerable.Range(0, 60), table => Assert.Equal(6, network.Layer.Mapping.TupleOf(table).Length));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(128)]
    [InlineData(1000)]
    public void Any_number_of_threads_learns_the_same_bytes(int count)
    {
        (double[] samples, int[] labels) = GaussianRows.Draw(count, 3, 1, 0.4, 1);
        labels[0] = 0;
        labels[1] = 1;
        byte[] one = Saved(Trained(samples, labels, Short));
        Assert.Equal(one, Saved(Trained(samples, labels, Short with { MaxDegreeOfParallelism = 4 })));
        Assert.NotEqual(one, Saved(Trained(samples, labels, Short with { Seed = 2 })));
    }

    [Fact]
    public void Tables_and_wiring_are_the_same_at_every_vector_width()
    {
        (double[] samples, int[] labels) = GaussianRows.Draw(500, 4, 1, 0.4, 1);
        LookupNetwork<int> network = Trained(samples, labels, Short with { Smoothing = 0.001, HeldOutShare = 0.2 });
        ulong mixed = 0;
        for (int table = 0; table < network.Tables.Length; table++)
        {
            mixed = SplitMix64.Mix(mixed, network.Tables[table]);
            foreach (int bit in network.Layer.Mapping.TupleOf(table))
            {
                mixed = SplitMix64.Mix(mixed, (ulong)bit);
            }
        }

        // Of runs with 256, 128 and 0 bits.
        Assert.Equal(737975123431728031UL, mixed);
    }

    [Fact]
    public void Votes_count_the_tables_that_answer_1()
    {
        (double[] samples, int[] labels) = GaussianRows.Draw(300, 3, 1, 0.4, 1);
        LookupNetwork<int> network = Trained(samples, labels, Short);
        int[] votes = new int[2];
        double[] probabilities = new double[2];
        ulong[] pattern = new ulong[BitSlice.WordCount(network.Layer.Mapping.BitCount)];
        for (int i = 0; i < 50; i++)
        {
            ReadOnlySpan<double> sample = samples.AsSpan(i * 3, 3);
            network.Votes(sample, votes);
            network.Layer.Retina!.Encode(sample, pattern);
            int[] expected = new int[2];
            for (int table = 0; table < network.Tables.Length; table++)
            {
                int address = 0;
                ReadOnlySpan<int> tuple = network.Layer.Mapping.TupleOf(table);
                for (int pin = 0; pin < tuple.Length; pin++)
                {
                    address |= (int)(pattern[tuple[pin] >> 6] >> (tuple[pin] & 63) & 1) << pin;
                }

                expected[table / (network.Tables.Length / 2)] += (int)(network.Tables[table] >> address & 1);
            }

            Assert.Equal(expected, votes);
            network.Probabilities(sample, probabilities);
            Assert.Equal(1, probabilities.Sum(), 12);
            Assert.Equal((votes[1] - votes[0]) / network.Temperature, Math.Log(probabilities[1] / probabilities[0]), 8);
            Classification<int> answer = network.Classify(sample);
            Assert.Equal(votes[0] == votes[1] ? 0 : votes[1] > votes[0] ? 1 : 0, answer.Label);
            Assert.Equal(votes[0] != votes[1], answer.IsKnown);
        }
    }

    [Theory]
    [InlineData(200, 2, 7.0710678118654755)]
    [InlineData(1200, 2, 30)]
    [InlineData(4000, 2, 70.710678118654755)]
    [InlineData(500, 10, 5)]
    [InlineData(1000, 20, 3.5355339059327378)]
    [InlineData(1250, 25, 3.5355339059327378)]
    public void The_default_temperature_depends_on_the_tables_of_a_class_and_on_the_classes(int tables, int classes, double expected)
    {
        (double[] samples, _) = GaussianRows.Draw(100, 3, 1, 0.5, 1);
        int[] labels = [.. Enumerable.Range(0, 100).Select(i => i % classes)];
        InputLayer candidates = InputLayer.CandidatesForFeatures(samples, 3, tables);
        var network = LookupNetwork.Train<int>(candidates, new SampleBatch(samples, 3), labels, Short with { Epochs = 1 });
        Assert.Equal(expected, network.Temperature, 12);
    }

    [Fact]
    public void The_best_epoch_of_held_out_examples_is_taken()
    {
        (double[] samples, int[] labels) = GaussianRows.Draw(600, 3, 1, 0.5, 1);
        Epochs epochs = new();
        LookupNetwork<int> network = Trained(samples, labels, Short with { HeldOutShare = 0.3 }, epochs);
        Assert.Equal(Enumerable.Range(1, 10), epochs.All.Select(epoch => epoch.Number));
        Assert.All(epochs.All, epoch => Assert.InRange(epoch.HeldOutAccuracy!.Value, 0.5, 1));
        Assert.True(epochs.All[^1].Loss < epochs.All[0].Loss);
        Assert.Matches(@"^epoch 1 of 10: loss \d\.\d{4}, held out 0\.\d{4} right$", epochs.All[0].ToString());
        double best = epochs.All.Max(epoch => epoch.HeldOutAccuracy)!.Value;

        // The figure of the network is that of the best epoch, not of the last.
        (_, int[] held) = HeldOut.Divide(labels, 0.3, Short.Seed);
        int right = held.Count(i => network.Classify(samples.AsSpan(i * 3, 3)) is { IsKnown: true } answer && answer.Label == labels[i]);
        Assert.Equal(best, (double)right / held.Length);
        Assert.Equal(180, held.Length, 2.0);
    }

    [Fact]
    public void Records_of_a_schema_and_small_patterns_are_learned()
    {
        FeatureSchema<(string Color, int Size)> schema = new FeatureSchemaBuilder<(string Color, int Size)>()
            .OneHot("color", one => one.Color).OneHot("size", one => one.Size.ToString(System.Globalization.CultureInfo.InvariantCulture))
            .Fit([.. Enumerable.Range(0, 6).Select(i => (i < 3 ? "red" : "blue", i % 3))]);
        (string, int)[] records = [.. Enumerable.Range(0, 300).Select(i => (i % 2 == 0 ? "red" : "blue", i % 3))];
        string[] labels = [.. records.Select(one => one is ("red", 0) or ("blue", 2) ? "yes" : "no")];
        var network = LookupNetwork.Train<string>(
            InputLayer.CandidatesForSchema(schema, 40), SampleBatch.Of(schema, records), labels, Short with { Epochs = 40 });
        Assert.All(records.Zip(labels), pair => Assert.Equal(pair.Second, network.Classify(Sample.Of(schema, pair.First)).Label));
    }

    [Fact]
    public void Images_are_read_from_pixels()
    {
        SplitMix64 random = new(1);
        byte[] images = [.. Enumerable.Range(0, 200 * 64).Select(_ => (byte)random.Next(256))];
        int[] labels = [.. Enumerable.Range(0, 200).Select(i => images[(i * 64) + 9] > 127 ? 1 : 0)];
        InputLayer candidates = InputLayer.CandidatesForImages(images, 8, 8, 100);
        Assert.Equal((100, 48), (candidates.NodeCount, candidates.Mapping.TupleSize));
        var network = LookupNetwork.Train<int>(candidates, new SampleBatch(images.AsMemory(), 64), labels, Short with { Epochs = 40 });
        Classification<int>[] answers = network.Classify(new SampleBatch(images.AsMemory(), 64), 2);
        Assert.True(answers.Zip(labels).Count(pair => pair.First.Label == pair.Second) >= 190);
    }

    [Theory]
    [InlineData(0.01, 1000)]
    [InlineData(0.01, 0)]
    [InlineData(1e6, 1000)]
    [InlineData(3, 1000)]
    public void Extreme_options_give_finite_numbers(double temperature, double smoothing)
    {
        (double[] samples, int[] labels) = GaussianRows.Draw(300, 3, 1, 0.5, 1);
        Epochs epochs = new();
        LookupNetwork<int> network = Trained(
            samples, labels, Short with { Temperature = temperature, Smoothing = smoothing, Step = 1 }, epochs);
        Assert.All(epochs.All, epoch => Assert.True(double.IsFinite(epoch.Loss), epoch.ToString()));
        double[] probabilities = new double[2];
        network.Probabilities(samples.AsSpan(0, 3), probabilities);
        Assert.Equal(1, probabilities.Sum(), 9);
    }

    [Fact]
    public void A_canceled_training_ends()
    {
        (double[] samples, int[] labels) = GaussianRows.Draw(600, 3, 1, 0.5, 1);
        using CancellationTokenSource source = new();
        Epochs epochs = new(epoch => source.Cancel());
        Assert.ThrowsAny<OperationCanceledException>(() => Trained(samples, labels, Short, epochs, source.Token));
        Assert.Single(epochs.All);
    }

    [Fact]
    public void Wrong_input_is_refused_by_name()
    {
        (double[] samples, int[] labels) = GaussianRows.Draw(60, 3, 1, 0.5, 1);
        SampleBatch batch = new(samples.AsMemory(), 3);
        InputLayer candidates = InputLayer.CandidatesForFeatures(samples, 3, 20);
        Assert.Throws<ArgumentNullException>("candidates", () => LookupNetwork.Train<int>(null!, batch, labels));
        Assert.Throws<ArgumentException>("labels", () => LookupNetwork.Train<int>(candidates, batch, labels.AsSpan(1)));
        Assert.Throws<ArgumentException>("labels", () => LookupNetwork.Train<int>(candidates, batch, new int[60]));
        Assert.Throws<ArgumentException>("labels", () => LookupNetwork.Train<string>(candidates, batch, new string[60]));
        Assert.Throws<ArgumentException>(
            "samples",
            () => LookupNetwork.Train<int>(
                candidates, new SampleBatch(samples.AsMemory(), 1), [.. Enumerable.Range(0, 180).Select(i => i % 2)]));
        InputLayer five = new(TupleMapping.Random(9, 5, 20, 1));
        Assert.Contains(
            nameof(InputLayer.CandidatesForFeatures),
            Assert.Throws<ArgumentException>(
                "candidates", () => LookupNetwork.Train<int>(five, new SampleBatch(new ulong[60].AsMemory(), 1), labels)).Message,
            StringComparison.Ordinal);
        InputLayer one = InputLayer.CandidatesForFeatures(samples, 3, 1);
        Assert.Throws<ArgumentException>("candidates", () => LookupNetwork.Train<int>(one, batch, labels));
        LookupNetwork<int> network = Trained(samples, labels, Short with { Epochs = 1 });
        Assert.Throws<ArgumentException>("votes", () => network.Votes(samples.AsSpan(0, 3), new int[3]));
        Assert.Throws<ArgumentException>("probabilities", () => network.Probabilities(samples.AsSpan(0, 3), new double[1]));
        Assert.Throws<ArgumentException>("sample", () => network.Classify(samples.AsSpan(0, 2)));
        Assert.Throws<ArgumentOutOfRangeException>(nameof(Short.Epochs), () => Short with { Epochs = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(nameof(Short.Step), () => Short with { Step = 1.5 });
        Assert.Throws<ArgumentOutOfRangeException>(nameof(Short.Step), () => Short with { Step = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(nameof(Short.Temperature), () => Short with { Temperature = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(nameof(Short.Smoothing), () => Short with { Smoothing = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(nameof(Short.Smoothing), () => Short with { Smoothing = 1e20 });
        Assert.Throws<ArgumentOutOfRangeException>(nameof(Short.Temperature), () => Short with { Temperature = 1e-9 });
        Assert.Throws<ArgumentOutOfRangeException>(nameof(Short.HeldOutShare), () => Short with { HeldOutShare = 0.6 });
        ArgumentException none = Assert.Throws<ArgumentException>(
            "options", () => LookupNetwork.Train<int>(candidates, batch, labels, Short with { HeldOutShare = 0.001 }));
        Assert.Contains("A share of 0.001 of the examples", none.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(
            nameof(Short.MaxDegreeOfParallelism), () => Short with { MaxDegreeOfParallelism = 0 });
    }

    [Fact]
    public void Classifying_does_not_allocate()
    {
        (double[] samples, int[] labels) = GaussianRows.Draw(60, 3, 1, 0.5, 1);
        LookupNetwork<int> network = Trained(samples, labels, Short with { Epochs = 1 });
        int[] votes = new int[2];
        AllocationAssert.None(() => network.Classify(samples.AsSpan(0, 3)));
        AllocationAssert.None(() => network.Votes(samples.AsSpan(0, 3), votes));
    }

    private static LookupNetwork<int> Trained(
        double[] samples,
        int[] labels,
        LookupNetworkOptions options,
        IProgress<LookupEpoch>? progress = null,
        CancellationToken cancellationToken = default) =>
        LookupNetwork.Train<int>(
            InputLayer.CandidatesForFeatures(samples, samples.Length / labels.Length, 50),
            new SampleBatch(samples.AsMemory(), samples.Length / labels.Length),
            labels,
            options,
            progress,
            cancellationToken);

    private static byte[] Saved(LookupNetwork<int> network)
    {
        using MemoryStream stream = new();
        network.Save(stream);
        return stream.ToArray();
    }
}
