using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.LookupNetworks;
using WeightlessNet.LookupNetworks.Internals;
using WeightlessNet.Models;
using WeightlessNet.Storage;
using WeightlessNet.Tests.Models;
using Xunit;

namespace WeightlessNet.Tests.LookupNetworks;

/// <summary>Networks of two layers.</summary>
public sealed class HiddenTablesTests
{
    private const int Features = 3;

    private static readonly LookupNetworkOptions Short = new() { Epochs = 10, MaxDegreeOfParallelism = 1, HiddenTables = 20 };

    [Fact]
    public void Two_layers_learn_what_no_table_sees_alone()
    {
        // Whether both of two groups of four bits are odd: eight bits, of which a table reads six.
        SplitMix64 random = new(4);
        ulong[] patterns = [.. Enumerable.Range(0, 3000).Select(_ => random.Next() & 0xFFF)];
        static bool IsOdd(ulong bits) => (ulong.PopCount(bits) & 1) != 0;
        bool[] labels = [.. patterns.Select(static pattern => IsOdd(pattern & 0xF) && IsOdd(pattern & 0xF0))];
        InputLayer candidates = new(TupleMapping.Random(12, 12, 250, 1));
        var network = LookupNetwork.Train<bool>(
            candidates,
            new SampleBatch(patterns.AsMemory(0, 2000), 1),
            labels.AsSpan(0, 2000),
            Short with { Epochs = 25, HiddenTables = 200 });

        Classification<bool>[] answers = network.Classify(new SampleBatch(patterns.AsMemory(2000), 1));
        Assert.True(answers.Zip(labels[2000..]).Count(pair => pair.First.Label == pair.Second) > 995);

        // Hidden tables that nothing reads are left out.
        Assert.Equal(50, network.OutputMapping!.NodeCount);
        Assert.InRange(network.Layer.NodeCount, 1, 199);
        Assert.Equal(network.Layer.NodeCount + 50, network.Tables.Length);
        Assert.Equal(
            Enumerable.Range(0, network.Layer.NodeCount),
            Enumerable.Range(0, 50).SelectMany(table => network.OutputMapping.TupleOf(table).ToArray()).Distinct().Order());
    }

    [Theory]
    [InlineData(7)]
    [InlineData(1000)]
    public void Any_number_of_threads_learns_the_same_bytes(int count)
    {
        (double[] samples, int[] labels) = GaussianRows.Draw(count, Features, 1, 0.4, 1);
        labels[0] = 0;
        labels[1] = 1;
        LookupNetworkOptions many = Short with { MaxDegreeOfParallelism = 4 };
        byte[] one = Saved(Trained(samples, labels, Short, 300));
        Assert.Equal(one, Saved(Trained(samples, labels, many, 300)));
        Assert.NotEqual(one, Saved(Trained(samples, labels, Short with { Seed = 2 }, 300)));
        Assert.Equal(Saved(TrainedRegression(samples, labels, Short, 300)), Saved(TrainedRegression(samples, labels, many, 300)));
    }

    [Fact]
    public void Tables_and_wiring_are_the_same_at_every_vector_width()
    {
        (double[] samples, int[] labels) = GaussianRows.Draw(500, 4, 1, 0.4, 1);
        LookupNetworkOptions options = Short with { Smoothing = 0.001, HeldOutShare = 0.2, HiddenTables = 21 };
        LookupNetwork<int> network = Trained(samples, labels, options);
        LookupRegressor regressor = TrainedRegression(samples, labels, options);
        ulong mixed = Mixed(0, network.Tables, network.Layer.Mapping, network.OutputMapping!);
        mixed = Mixed(mixed, regressor.Tables, regressor.Layer.Mapping, regressor.OutputMapping!);

        // Of a run with 512 bits.
        Assert.Equal(9246939830040508103UL, mixed);
    }

    [Fact]
    public void Hidden_tables_learn_from_the_sum_of_the_gradients_of_their_readers()
    {
        const int Hidden = 20;
        const int Outputs = 18;
        SplitMix64 random = new(3);
        var ofSamples = CandidateWiring.OfSamples(TupleMapping.Random(64, 18, Hidden, 1), Hidden);
        var ofAnswers = CandidateWiring.OfAnswers(Hidden, Outputs, 5);
        SplitMix64 first = new(7);
        SplitMix64 again = new(7);
        TrainedTables hidden = new(ofSamples, TrainedInputs.Bits, ref first);
        TrainedTables expected = new(ofSamples, TrainedInputs.Bits, ref again);
        TrainedTables outputs = new(ofAnswers, TrainedInputs.Answers, ref first);
        HiddenTables trained = new(hidden, Outputs);
        BatchSlices slices = new(64);
        ulong[] patterns = [.. Enumerable.Range(0, BatchSlices.Size).Select(_ => random.Next())];
        AdamStep.Schedule schedule = new(0.1, 20);
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = 2 };
        int changed = 0;
        for (int batch = 0; batch < 20; batch++)
        {
            slices.Fill(patterns, [.. Enumerable.Range(0, BatchSlices.Size).Select(_ => random.Next(patterns.Length))]);
            trained.Answer(slices, parallel);
            int[] before = [.. Enumerable.Range(0, Outputs).SelectMany(outputs.TupleOf)];
            trained.NoteReaders(outputs);
            AdamStep step = schedule.Next();
            int[] votes = new int[BatchSlices.Size];
            float[][] gradients = [.. Enumerable.Range(0, Outputs).Select(_ => Drawn(ref random))];
            for (int table = 0; table < Outputs; table++)
            {
                outputs[table / TableBlock.Tables].Vote(table % TableBlock.Tables, trained.Answers, votes);
            }

            for (int block = 0; block < outputs.BlockCount; block++)
            {
                int start = block * TableBlock.Tables;
                outputs[block].Learn(
                    trained.Answers, table => start + table < Outputs ? gradients[start + table] : [], step, 0, BlockScratch.Current);
            }

            trained.Learn(slices, outputs, step, 0, parallel);
            int[] after = [.. Enumerable.Range(0, Outputs).SelectMany(outputs.TupleOf)];
            changed += before.Zip(after).Count(pair => pair.First != pair.Second);

            // The same, from the wiring with which the outputs voted.
            for (int table = 0; table < Hidden; table++)
            {
                ulong[] slice = new ulong[BatchSlices.Words];
                expected[table / TableBlock.Tables].Answer(table % TableBlock.Tables, slices, slice);
                Assert.Equal(slice, trained.Answers[table].ToArray());
            }

            for (int block = 0; block < expected.BlockCount; block++)
            {
                int start = block * TableBlock.Tables;
                expected[block].Learn(
                    slices,
                    table => start + table < Hidden ? SumOf(before, start + table, outputs) : [],
                    step,
                    0,
                    BlockScratch.Current);
            }

            IEnumerable<int> all = Enumerable.Range(0, Hidden);
            Assert.Equal(all.Select(expected.AnswersOf), all.Select(hidden.AnswersOf));
            Assert.Equal(all.SelectMany(expected.TupleOf), all.SelectMany(hidden.TupleOf));
        }

        Assert.True(changed > 0);
    }

    [Fact]
    public void The_gradient_of_an_input_is_that_of_the_table_times_the_difference_of_its_cell()
    {
        SplitMix64 random = new(6);
        SplitMix64 first = new(8);
        SplitMix64 again = new(8);
        int[] bits = [.. Enumerable.Range(0, TableBlock.Tables * TableBlock.Pins).Select(_ => random.Next(64))];
        TableBlock block = new(bits, 1, TrainedInputs.Answers, ref first);
        float[] cells = new float[TableBlock.Cells * TableBlock.Tables];
        foreach (ref float cell in cells.AsSpan())
        {
            cell = 0.5f * (float)((2 * again.NextDouble()) - 1);
        }

        ulong[] patterns = [.. Enumerable.Range(0, BatchSlices.Size).Select(_ => random.Next())];
        BatchSlices slices = new(64);
        slices.Fill(patterns, [.. Enumerable.Range(0, BatchSlices.Size)]);
        float[][] gradients = [.. Enumerable.Range(0, TableBlock.Tables).Select(_ => Drawn(ref random))];
        int[] votes = new int[BatchSlices.Size];
        for (int table = 0; table < TableBlock.Tables; table++)
        {
            block.Vote(table, slices, votes);
        }

        block.Learn(slices, table => gradients[table], new AdamStep.Schedule(0.1, 1).Next(), 0, BlockScratch.Current);
        float[] differences = new float[cells.Length];
        for (int pin = 0; pin < TableBlock.Pins; pin++)
        {
            ExtendedDifference.Of(cells, pin, differences);
            for (int table = 0; table < TableBlock.Tables; table++)
            {
                for (int i = 0; i < BatchSlices.Size; i++)
                {
                    int address = Enumerable.Range(0, TableBlock.Pins).Sum(
                        other => (int)(patterns[i] >> bits[(table * TableBlock.Pins) + other] & 1) << other);
                    Assert.Equal(
                        gradients[table][i] * differences[(address * TableBlock.Tables) + table], block.GradientsOf(table, pin)[i]);
                }
            }
        }
    }

    [Fact]
    public void A_number_of_many_features_is_predicted()
    {
        (double[] samples, double[] targets) = Curved(3000);
        LookupNetworkOptions options = Short with { Epochs = 20, HiddenTables = 60 };
        LookupRegressor regressor = LookupNetwork.TrainRegression(
            InputLayer.CandidatesForFeatures(samples, Features, 150),
            new SampleBatch(samples.AsMemory(0, 2000 * Features), Features),
            targets.AsSpan(0, 2000),
            options);
        SampleBatch asked = new(samples.AsMemory(2000 * Features), Features);
        double[] predictions = regressor.Predict(asked);
        double mean = targets[..2000].Average();
        double error = predictions.Zip(targets[2000..]).Sum(pair => Math.Pow(pair.First - pair.Second, 2));
        double ofMean = targets[2000..].Sum(target => Math.Pow(target - mean, 2));
        Assert.True(error < 0.1 * ofMean, $"{error} {ofMean}");
        Assert.Equal(90, regressor.OutputMapping!.NodeCount);
        Assert.All(
            predictions, (prediction, i) => Assert.Equal(regressor.Offset + (regressor.Scale * regressor.Votes(asked[i])), prediction));

        using MemoryStream stream = new(Saved(regressor));
        Assert.Equal(predictions, Snapshot.Load<LookupRegressor>(stream).Predict(asked));
    }

    [Fact]
    public void The_best_epoch_of_held_out_examples_is_taken()
    {
        (double[] samples, int[] labels) = GaussianRows.Draw(600, Features, 1, 0.5, 1);
        LookupNetworkOptions options = Short with { HeldOutShare = 0.3 };
        Epochs epochs = new();
        LookupNetwork<int> network = Trained(samples, labels, options, progress: epochs);
        (_, int[] held) = HeldOut.Divide(labels, 0.3, Short.Seed);
        int right = held.Count(
            i => network.Classify(samples.AsSpan(i * Features, Features)) is { IsKnown: true } answer && answer.Label == labels[i]);
        Assert.Equal(10, epochs.All.Count);
        Assert.Equal(epochs.All.Max(epoch => epoch.HeldOutAccuracy)!.Value, (double)right / held.Length);
        Assert.NotEqual(epochs.All[0].HeldOutAccuracy, epochs.All.Max(epoch => epoch.HeldOutAccuracy));

        using CancellationTokenSource source = new();
        Epochs canceled = new(_ => source.Cancel());
        Assert.ThrowsAny<OperationCanceledException>(
            () => Trained(samples, labels, options, progress: canceled, cancellationToken: source.Token));
        Assert.Single(canceled.All);
    }

    [Fact]
    public void The_default_temperature_depends_on_the_tables_that_vote()
    {
        (double[] samples, int[] labels) = GaussianRows.Draw(100, Features, 1, 0.5, 1);
        LookupNetworkOptions options = Short with { Epochs = 1, HiddenTables = 100 };
        Assert.Equal(Math.Sqrt(50), Trained(samples, labels, options, 300).Temperature, 12);
        Assert.Equal(
            Saved(TrainedRegression(samples, labels, options, 300)),
            Saved(TrainedRegression(samples, labels, options with { Temperature = 25 }, 300)));
    }

    [Fact]
    public void More_hidden_tables_than_leave_one_for_each_class_are_refused()
    {
        (double[] samples, int[] labels) = GaussianRows.Draw(60, Features, 1, 0.5, 1);
        Assert.Throws<ArgumentOutOfRangeException>(nameof(Short.HiddenTables), () => Short with { HiddenTables = -1 });
        LookupNetworkOptions most = Short with { Epochs = 1, HiddenTables = 48 };
        Assert.Equal(2, Trained(samples, labels, most).OutputMapping!.NodeCount);
        Assert.Null(Trained(samples, labels, most with { HiddenTables = 0 }).OutputMapping);
        Assert.Contains(
            "With 49 of 50 tables hidden, there is not a table for each of 2 classes. Set HiddenTables to at most 48",
            Assert.Throws<ArgumentException>("options", () => Trained(samples, labels, most with { HiddenTables = 49 })).Message,
            StringComparison.Ordinal);
        Assert.Equal(1, TrainedRegression(samples, labels, most with { HiddenTables = 49 }).OutputMapping!.NodeCount);
        Assert.Throws<ArgumentException>("options", () => TrainedRegression(samples, labels, most with { HiddenTables = 50 }));
    }

    [Theory]
    [InlineData(26, 20, 20, true)]
    [InlineData(25, 20, 20, false)]
    [InlineData(27, 20, 20, false)]
    [InlineData(26, 19, 20, false)]
    [InlineData(26, 0, 20, false)]
    [InlineData(26, 20, 21, false)]
    public void Stored_numbers_of_tables_that_do_not_fit_are_refused(int tables, int hidden, int answers, bool isValid)
    {
        using MemoryStream stream = new();
        SnapshotWriter.Save(
            bytes => stream.Write(bytes),
            writer =>
            {
                writer.BeginObject(SnapshotKind.LookupRegressor, tables, hidden);
                new InputLayer(TupleMapping.Random(70, TableBlock.Pins, 20, 1)).WriteTo(writer);
                writer.WriteObject(TupleMapping.Random(answers, TableBlock.Pins, 6, 1));
                writer.Write(1.5);
                writer.Write(0.5);
                writer.Write<ulong>(new ulong[tables]);
            });
        stream.Position = 0;
        if (isValid)
        {
            Assert.Equal(20, Snapshot.Load<LookupRegressor>(stream).OutputMapping!.BitCount);
        }
        else
        {
            Assert.Throws<InvalidDataException>(() => Snapshot.Load<LookupRegressor>(stream));
        }
    }

    [Fact]
    public void Answers_do_not_allocate()
    {
        (double[] samples, int[] labels) = GaussianRows.Draw(60, Features, 1, 0.5, 1);
        LookupNetwork<int> network = Trained(samples, labels, Short with { Epochs = 1 });
        LookupRegressor regressor = TrainedRegression(samples, labels, Short with { Epochs = 1 });
        AllocationAssert.None(() => network.Classify(samples.AsSpan(0, Features)));
        AllocationAssert.None(() => regressor.Predict(samples.AsSpan(0, Features)));
    }

    private static float[] Drawn(ref SplitMix64 random)
    {
        float[] gradients = new float[BatchSlices.Size];
        foreach (ref float gradient in gradients.AsSpan())
        {
            gradient = (float)random.NextDouble() - 0.5f;
        }

        return gradients;
    }

    private static float[] SumOf(int[] wiring, int table, TrainedTables outputs)
    {
        int[] readers = [.. Enumerable.Range(0, wiring.Length).Where(input => wiring[input] == table)];
        float[] sums = new float[BatchSlices.Size];
        foreach (int reader in readers)
        {
            for (int i = 0; i < sums.Length; i++)
            {
                sums[i] += outputs.GradientsOf(reader)[i];
            }
        }

        return readers.Length > 0 ? sums : [];
    }

    private static ulong Mixed(ulong mixed, ReadOnlySpan<ulong> tables, params TupleMapping[] mappings)
    {
        foreach (ulong table in tables)
        {
            mixed = SplitMix64.Mix(mixed, table);
        }

        foreach (TupleMapping mapping in mappings)
        {
            for (int table = 0; table < mapping.NodeCount; table++)
            {
                foreach (int bit in mapping.TupleOf(table))
                {
                    mixed = SplitMix64.Mix(mixed, (ulong)bit);
                }
            }
        }

        return mixed;
    }

    private static (double[] Samples, double[] Targets) Curved(int count)
    {
        SplitMix64 random = new(1);
        double[] samples = [.. Enumerable.Range(0, count * Features).Select(_ => random.NextDouble())];
        return (samples, [.. samples.Chunk(Features).Select(one => (100 * one[0] * one[1]) + (20 * one[2] * (1 - one[2])) - 7)]);
    }

    private static LookupNetwork<int> Trained(
        double[] samples,
        int[] labels,
        LookupNetworkOptions options,
        int tables = 50,
        IProgress<LookupEpoch>? progress = null,
        CancellationToken cancellationToken = default) =>
        LookupNetwork.Train<int>(
            InputLayer.CandidatesForFeatures(samples, samples.Length / labels.Length, tables),
            new SampleBatch(samples.AsMemory(), samples.Length / labels.Length),
            labels,
            options,
            progress,
            cancellationToken);

    // The labels as numbers, and half of the first feature.
    private static LookupRegressor TrainedRegression(double[] samples, int[] labels, LookupNetworkOptions options, int tables = 50)
    {
        int features = samples.Length / labels.Length;
        return LookupNetwork.TrainRegression(
            InputLayer.CandidatesForFeatures(samples, features, tables),
            new SampleBatch(samples.AsMemory(), features),
            [.. labels.Select((label, i) => label + (samples[i * features] / 2))],
            options);
    }

    private static byte[] Saved(ISnapshot snapshot)
    {
        using MemoryStream stream = new();
        snapshot.Save(stream);
        return stream.ToArray();
    }
}
