using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.LookupNetworks;
using WeightlessNet.LookupNetworks.Internals;
using WeightlessNet.Storage;
using Xunit;

namespace WeightlessNet.Tests.LookupNetworks;

public sealed class LookupRegressorTests
{
    private const int Features = 3;

    private static readonly LookupNetworkOptions Short = new() { Epochs = 10, MaxDegreeOfParallelism = 1 };

    [Fact]
    public void A_curved_function_is_predicted_much_better_than_by_the_mean()
    {
        (double[] samples, double[] targets) = Drawn(3000, 1);
        LookupRegressor regressor = Trained(samples[..(2000 * Features)], targets[..2000], Short, tables: 200);
        double[] predictions = regressor.Predict(new SampleBatch(samples.AsMemory(2000 * Features), Features));
        double error = Error(predictions, targets[2000..]);
        double ofMean = Error([.. predictions.Select(_ => targets[..2000].Average())], targets[2000..]);
        Assert.True(error < 0.2 * ofMean, $"{error} {ofMean}");

        // The line is fitted to the votes of the training.
        double[] learned = regressor.Predict(new SampleBatch(samples.AsMemory(0, 2000 * Features), Features));
        Assert.Equal(targets[..2000].Average(), learned.Average(), 1e-6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(128)]
    [InlineData(1000)]
    public void Any_number_of_threads_learns_the_same_bytes(int count)
    {
        (double[] samples, double[] targets) = Drawn(count, 1);
        byte[] one = Saved(Trained(samples, targets, Short, tables: 300));
        Assert.Equal(one, Saved(Trained(samples, targets, Short with { MaxDegreeOfParallelism = 4 }, tables: 300)));
        Assert.NotEqual(one, Saved(Trained(samples, targets, Short with { Seed = 2 }, tables: 300)));
    }

    [Fact]
    public void Tables_wiring_and_line_are_the_same_at_every_vector_width()
    {
        (double[] samples, double[] targets) = Drawn(500, 1);
        LookupRegressor regressor = Trained(samples, targets, Short with { Smoothing = 0.001, HeldOutShare = 0.2 });
        ulong mixed = SplitMix64.Mix(BitConverter.DoubleToUInt64Bits(regressor.Offset), BitConverter.DoubleToUInt64Bits(regressor.Scale));
        for (int table = 0; table < regressor.Tables.Length; table++)
        {
            mixed = SplitMix64.Mix(mixed, regressor.Tables[table]);
            foreach (int bit in regressor.Layer.Mapping.TupleOf(table))
            {
                mixed = SplitMix64.Mix(mixed, (ulong)bit);
            }
        }

        // Of a run with 256 bits.
        Assert.Equal(7730528972128942821ul, mixed);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(513)]
    public void Samples_are_answered_together_as_one_by_one(int count)
    {
        (double[] samples, double[] targets) = Drawn(count, 2);
        LookupRegressor regressor = Trained(samples, targets, Short with { Epochs = 2 });
        SampleBatch batch = new(samples.AsMemory(), Features);
        ulong[] pattern = new ulong[BitSlice.WordCount(regressor.Layer.Mapping.BitCount)];
        double[] single = [.. Enumerable.Range(0, count).Select(i => regressor.Predict(batch[i]))];
        for (int i = 0; i < count; i++)
        {
            regressor.Layer.Retina!.Encode(samples.AsSpan(i * Features, Features), pattern);
            int votes = 0;
            for (int table = 0; table < regressor.Tables.Length; table++)
            {
                int address = 0;
                ReadOnlySpan<int> tuple = regressor.Layer.Mapping.TupleOf(table);
                for (int pin = 0; pin < tuple.Length; pin++)
                {
                    address |= (int)(pattern[tuple[pin] >> 6] >> (tuple[pin] & 63) & 1) << pin;
                }

                votes += (int)(regressor.Tables[table] >> address & 1);
            }

            Assert.Equal(votes, regressor.Votes(batch[i]));
            Assert.Equal(regressor.Offset + (regressor.Scale * votes), single[i]);
        }

        Assert.Equal(single, regressor.Predict(batch));
        Assert.Equal(single, regressor.Predict(batch, 3));
    }

    [Fact]
    public void The_best_epoch_of_held_out_examples_is_taken()
    {
        // So few and noisy that later epochs are worse.
        (double[] samples, double[] targets) = Drawn(150, 3);
        SplitMix64 random = new(1);
        targets = [.. targets.Select(target => target + (300 * random.NextDouble()))];
        Epochs epochs = new();
        LookupRegressor regressor = Trained(samples, targets, Short with { HeldOutShare = 0.3 }, progress: epochs);
        Assert.Equal(Enumerable.Range(1, 10), epochs.All.Select(epoch => epoch.Number));
        Assert.All(epochs.All, epoch => Assert.Null(epoch.HeldOutAccuracy));
        Assert.True(epochs.All[^1].Loss < epochs.All[0].Loss);
        Assert.Matches(@"^epoch 1 of 10: loss \d\.\d{4}, held out error \d+(\.\d+)?$", epochs.All[0].ToString());
        double best = epochs.All.Min(epoch => epoch.HeldOutError)!.Value;
        Assert.NotEqual(best, epochs.All[^1].HeldOutError);

        (_, int[] held) = HeldOut.Divide(new int[150], 0.3, Short.Seed);
        Assert.Equal(45, held.Length);
        double[] predictions = [.. held.Select(i => regressor.Predict(samples.AsSpan(i * Features, Features)))];
        Assert.Equal(best, Error(predictions, [.. held.Select(i => targets[i])]), 1e-9);

        epochs.All.Clear();
        Trained(samples, targets, Short with { Epochs = 1 }, progress: epochs);
        Assert.Null(Assert.Single(epochs.All).HeldOutError);
    }

    [Fact]
    public void Targets_of_examples_that_are_held_out_change_nothing_but_the_choice_of_the_epoch()
    {
        (double[] samples, double[] targets) = Drawn(200, 3);
        LookupNetworkOptions options = Short with { Epochs = 1, HeldOutShare = 0.3 };
        (_, int[] held) = HeldOut.Divide(new int[200], 0.3, Short.Seed);
        double[] others = [.. targets.Select((target, i) => held.Contains(i) ? -1e9 : target)];
        Assert.Equal(Saved(Trained(samples, targets, options)), Saved(Trained(samples, others, options)));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0)]
    [InlineData(-1e12)]
    public void Equal_targets_are_predicted_for_any_sample(double target)
    {
        (double[] samples, double[] targets) = Drawn(200, 3);
        Array.Fill(targets, target);
        LookupRegressor regressor = Trained(samples, targets, Short with { Epochs = 2, HeldOutShare = 0.1 });
        Assert.Equal((target, 0), (regressor.Offset, regressor.Scale));
        Assert.All(regressor.Predict(new SampleBatch(samples.AsMemory(), Features)), prediction => Assert.Equal(target, prediction));
    }

    [Theory]
    [InlineData(1e-300)]
    [InlineData(1e-3)]
    [InlineData(1e9)]
    public void The_unit_of_the_targets_does_not_matter(double unit)
    {
        (double[] samples, double[] targets) = Drawn(500, 4);
        SampleBatch batch = new(samples.AsMemory(), Features);
        double[] expected = Trained(samples, targets, Short).Predict(batch);
        double[] predictions = Trained(samples, [.. targets.Select(target => target * unit)], Short).Predict(batch);
        Assert.All(expected.Zip(predictions), pair => Assert.Equal(pair.First, pair.Second / unit, Math.Abs(pair.First) * 1e-9));
    }

    [Theory]
    [InlineData(0.01, 1000)]
    [InlineData(0.01, 0)]
    [InlineData(1e6, 1000)]
    [InlineData(3, 1000)]
    public void Extreme_options_give_finite_numbers(double temperature, double smoothing)
    {
        (double[] samples, double[] targets) = Drawn(200, 3);
        targets[0] = Math.ScaleB(1, 40);
        Epochs epochs = new();
        LookupRegressor regressor = Trained(
            samples, targets, Short with { Temperature = temperature, Smoothing = smoothing, Step = 1 }, progress: epochs);
        Assert.All(epochs.All, epoch => Assert.True(double.IsFinite(epoch.Loss), epoch.ToString()));
        double[] predictions = regressor.Predict(new SampleBatch(samples.AsMemory(), Features));
        Assert.All(predictions, prediction => Assert.True(double.IsFinite(prediction)));
    }

    [Fact]
    public void Records_of_a_schema_are_learned_and_stored_with_it()
    {
        FeatureSchema<(string Color, int Size)> schema = new FeatureSchemaBuilder<(string Color, int Size)>()
            .OneHot("color", one => one.Color).OneHot("size", one => one.Size.ToString(System.Globalization.CultureInfo.InvariantCulture))
            .Fit([.. Enumerable.Range(0, 6).Select(i => (i < 3 ? "red" : "blue", i % 3))]);
        (string, int)[] records = [.. Enumerable.Range(0, 300).Select(i => (i % 2 == 0 ? "red" : "blue", i % 3))];
        double[] prices = [.. records.Select(one => one is ("red", 0) or ("blue", 2) ? 20.5 : 12.5)];
        LookupRegressor regressor = LookupNetwork.TrainRegression(
            InputLayer.CandidatesForSchema(schema, 200), SampleBatch.Of(schema, records), prices, Short with { Epochs = 40 });
        Assert.All(records.Zip(prices), pair => Assert.Equal(pair.Second, regressor.Predict(Sample.Of(schema, pair.First)), 2.0));

        using MemoryStream stream = new();
        regressor.Save(stream);
        stream.Position = 0;
        var loaded = Snapshot.Load<LookupRegressor>(stream);
        Assert.Equal((regressor.Offset, regressor.Scale), (loaded.Offset, loaded.Scale));
        Assert.Equal(regressor.Predict(SampleBatch.Of(schema, records)), loaded.Predict(SampleBatch.Of(schema, records)));
    }

    [Fact]
    public void Images_are_read_from_pixels()
    {
        SplitMix64 random = new(1);
        byte[] images = [.. Enumerable.Range(0, 300 * 64).Select(_ => (byte)random.Next(256))];
        double[] targets = [.. Enumerable.Range(0, 300).Select(i => (double)images[(i * 64) + 9] + images[(i * 64) + 10])];
        LookupRegressor regressor = LookupNetwork.TrainRegression(
            InputLayer.CandidatesForImages(images, 8, 8, 100), new SampleBatch(images.AsMemory(), 64), targets, Short with { Epochs = 40 });
        double[] ofBytes = regressor.Predict(new SampleBatch(images.AsMemory(), 64), 2);
        Assert.True(Error(ofBytes, targets) < 0.5 * Error([.. targets.Select(_ => targets.Average())], targets));
        Assert.Equal(ofBytes, regressor.Predict(new SampleBatch(images.Select(static pixel => (double)pixel).ToArray(), 64)));
    }

    [Fact]
    public void A_canceled_training_ends()
    {
        (double[] samples, double[] targets) = Drawn(600, 1);
        using CancellationTokenSource source = new();
        Epochs epochs = new(epoch => source.Cancel());
        Assert.ThrowsAny<OperationCanceledException>(
            () => Trained(samples, targets, Short, progress: epochs, cancellationToken: source.Token));
        Assert.Single(epochs.All);
    }

    [Fact]
    public void Wrong_input_is_refused_by_name()
    {
        (double[] samples, double[] targets) = Drawn(60, 1);
        SampleBatch batch = new(samples.AsMemory(), Features);
        InputLayer candidates = InputLayer.CandidatesForFeatures(samples, Features, 20);
        Assert.Throws<ArgumentNullException>("candidates", () => LookupNetwork.TrainRegression(null!, batch, targets));
        Assert.Throws<ArgumentException>("targets", () => LookupNetwork.TrainRegression(candidates, batch, targets.AsSpan(1)));
        Assert.Throws<ArgumentException>(
            "targets", () => LookupNetwork.TrainRegression(candidates, new SampleBatch(Array.Empty<double>(), Features), []));
        foreach (double wrong in (double[])[double.NaN, double.PositiveInfinity, double.NegativeInfinity, -1.1e12])
        {
            double[] with = [.. targets[..^1], wrong];
            Assert.Throws<ArgumentOutOfRangeException>("targets", () => LookupNetwork.TrainRegression(candidates, batch, with));
        }

        Assert.Throws<ArgumentException>(
            "samples", () => LookupNetwork.TrainRegression(candidates, new SampleBatch(samples.AsMemory(), 1), new double[180]));
        InputLayer five = new(TupleMapping.Random(9, 5, 20, 1));
        Assert.Throws<ArgumentException>(
            "candidates", () => LookupNetwork.TrainRegression(five, new SampleBatch(new ulong[60].AsMemory(), 1), targets));
        Assert.Throws<InvalidOperationException>(
            () => LookupNetwork.TrainRegression(new InputLayer(TupleMapping.Random(9, 6, 20, 1)), batch, targets));
        Assert.Throws<ArgumentException>(
            "options", () => LookupNetwork.TrainRegression(candidates, batch, targets, Short with { HeldOutShare = 0.001 }));
        LookupRegressor regressor = Trained(samples, targets, Short with { Epochs = 1 });
        Assert.Throws<ArgumentException>("sample", () => regressor.Predict(samples.AsSpan(0, 2)));
        Assert.Throws<ArgumentException>("sample", () => regressor.Votes(samples.AsSpan(0, 2)));
        Assert.Throws<ArgumentException>("samples", () => regressor.Predict(new SampleBatch(samples.AsMemory(), 2)));
        Assert.Throws<ArgumentOutOfRangeException>("maxDegreeOfParallelism", () => regressor.Predict(batch, 0));
    }

    [Fact]
    public void Predicting_does_not_allocate()
    {
        (double[] samples, double[] targets) = Drawn(60, 1);
        LookupRegressor regressor = Trained(samples, targets, Short with { Epochs = 1 });
        AllocationAssert.None(() => regressor.Predict(samples.AsSpan(0, Features)));
        AllocationAssert.None(() => regressor.Votes(samples.AsSpan(0, Features)));
    }

    // The product of two numbers, and a wave of the third.
    private static (double[] Samples, double[] Targets) Drawn(int count, ulong seed)
    {
        SplitMix64 random = new(seed);
        double[] samples = [.. Enumerable.Range(0, count * Features).Select(_ => random.NextDouble())];
        return (samples, [.. samples.Chunk(Features).Select(one => (100 * one[0] * one[1]) + (20 * one[2] * (1 - one[2])) - 7)]);
    }

    private static double Error(double[] predictions, double[] targets) =>
        Math.Sqrt(predictions.Zip(targets).Average(pair => Math.Pow(pair.First - pair.Second, 2)));

    private static LookupRegressor Trained(
        double[] samples,
        double[] targets,
        LookupNetworkOptions options,
        int tables = 50,
        IProgress<LookupEpoch>? progress = null,
        CancellationToken cancellationToken = default) =>
        LookupNetwork.TrainRegression(
            InputLayer.CandidatesForFeatures(samples, Features, tables),
            new SampleBatch(samples.AsMemory(), Features),
            targets,
            options,
            progress,
            cancellationToken);

    private static byte[] Saved(LookupRegressor regressor)
    {
        using MemoryStream stream = new();
        regressor.Save(stream);
        return stream.ToArray();
    }
}
