using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.LookupNetworks;
using WeightlessNet.LookupNetworks.Internals;
using WeightlessNet.Storage;
using Xunit;

namespace WeightlessNet.Tests.LookupNetworks;

public sealed class AdaptiveLookupRegressorTests
{
    private const int Features = 3;

    private static readonly LookupNetworkOptions Short = new() { Epochs = 10, MaxDegreeOfParallelism = 1 };

    // Trained with few rows, so that there is something left to learn.
    private static readonly Lazy<LookupRegressor> Rough = new(() => Trained(80, 1));

    [Fact]
    public void At_first_it_predicts_as_the_network()
    {
        AdaptiveLookupRegressor adaptive = new(Rough.Value);
        SampleBatch samples = new(Drawn(200, 2).Samples.AsMemory(), Features);
        Assert.Equal(Rough.Value.Predict(samples), adaptive.Predict(samples));
        Assert.Equal((0, 0.0), (adaptive.ExampleCount, adaptive.CorrectionShare));
        Assert.Same(Rough.Value, adaptive.Network);
    }

    [Fact]
    public void More_examples_make_it_more_accurate()
    {
        AdaptiveLookupRegressor adaptive = new(Rough.Value);
        (double[] samples, double[] targets) = Drawn(3000, 3);
        adaptive.Learn(new SampleBatch(samples.AsMemory(), Features), targets);
        Assert.Equal(3000, adaptive.ExampleCount);
        Assert.InRange(adaptive.CorrectionShare, 0.5, 1);
        (double before, double after) = (ErrorOf(Rough.Value.Predict, y => y), ErrorOf(adaptive.Predict, y => y));
        Assert.True(after < 0.75 * before, $"{before} -> {after}");
    }

    [Fact]
    public void A_few_examples_do_no_harm()
    {
        (double[] samples, double[] targets) = Drawn(40, 4);
        double before = ErrorOf(Rough.Value.Predict, y => y);
        AdaptiveLookupRegressor adaptive = new(Rough.Value);
        for (int i = 0; i < targets.Length; i++)
        {
            adaptive.Learn(samples.AsSpan(i * Features, Features), targets[i]);
            Assert.InRange(ErrorOf(adaptive.Predict, y => y), 0, 1.05 * before);
        }
    }

    [Theory]
    [InlineData(1.0, 30.0)]
    [InlineData(-1.0, 0.0)]
    public void It_follows_targets_that_change(double factor, double added)
    {
        AdaptiveLookupRegressor adaptive = new(Rough.Value);
        (double[] samples, double[] targets) = Drawn(2000, 5);
        adaptive.Learn(new SampleBatch(samples.AsMemory(), Features), Array.ConvertAll(targets, y => (factor * y) + added));
        (double before, double after) = (
            ErrorOf(Rough.Value.Predict, y => (factor * y) + added), ErrorOf(adaptive.Predict, y => (factor * y) + added));
        Assert.True(after < 0.35 * before, $"{before} -> {after}");
        Assert.Equal(1, adaptive.CorrectionShare);
    }

    [Theory]
    [InlineData(-1e4)]
    [InlineData(1e12)]
    public void An_outlier_that_is_forgotten_leaves_the_choice(double outlier)
    {
        AdaptiveLookupRegressor adaptive = new(Rough.Value);
        (double[] samples, double[] targets) = Drawn(1000, 5);
        adaptive.Learn(new SampleBatch(samples.AsMemory(), Features), Array.ConvertAll(targets, y => y + 30));
        double before = ErrorOf(adaptive.Predict, y => y + 30);
        adaptive.Learn(samples.AsSpan(0, Features), outlier);
        Assert.True(adaptive.Forget(samples.AsSpan(0, Features), outlier));
        Assert.Equal(before, ErrorOf(adaptive.Predict, y => y + 30));
        Assert.Equal(1, adaptive.CorrectionShare);
    }

    [Theory]
    [InlineData(-1e4)]
    [InlineData(1e12)]
    public void An_outlier_that_was_kept_for_a_while_is_soon_over(double outlier)
    {
        AdaptiveLookupRegressor adaptive = new(Rough.Value);
        (double[] samples, double[] targets) = Drawn(400, 5);
        adaptive.Learn(samples.AsSpan(0, Features), outlier);
        for (int i = 1; i < targets.Length; i++)
        {
            adaptive.Learn(samples.AsSpan(i * Features, Features), targets[i] + 30);
            if (i == 10)
            {
                Assert.True(adaptive.Forget(samples.AsSpan(0, Features), outlier));
            }
        }

        Assert.Equal(1, adaptive.CorrectionShare);
        Assert.InRange(ErrorOf(adaptive.Predict, y => y + 30), 0, 10);
    }

    [Fact]
    public void Nearly_equal_targets_of_the_training_are_no_obstacle()
    {
        double[] samples = Drawn(500, 7).Samples;
        AdaptiveLookupRegressor adaptive = new(Trained(samples, [.. Enumerable.Range(0, 500).Select(i => i % 2 == 0 ? 0.3 : 0.1 + 0.2)]));
        Assert.InRange(adaptive.Network.Scale, -1e-15, 1e-15);
        double[] targets = new double[300];
        Array.Fill(targets, 50);
        adaptive.Learn(new SampleBatch(samples.AsMemory(0, 300 * Features), Features), targets);
        Assert.Equal(50, adaptive.Predict(samples.AsSpan(0, Features)), 1e-3);
    }

    [Theory]
    [InlineData(1e-9)]
    [InlineData(1e9)]
    public void The_scale_of_targets_does_not_matter(double scale)
    {
        AdaptiveLookupRegressor adaptive = new(Rough.Value);
        AdaptiveLookupRegressor scaled = new(Trained(80, scale));
        (double[] samples, double[] targets) = Drawn(500, 6);
        adaptive.Learn(new SampleBatch(samples.AsMemory(), Features), targets);
        scaled.Learn(new SampleBatch(samples.AsMemory(), Features), Array.ConvertAll(targets, y => y * scale));
        Assert.Equal(adaptive.CorrectionShare, scaled.CorrectionShare);
        Assert.Equal(ErrorOf(adaptive.Predict, y => y), ErrorOf(scaled.Predict, y => y * scale) / scale, 0.02);
    }

    [Fact]
    public void Votes_may_lower_predictions()
    {
        const double Scale = 1e-9;
        LookupRegressor rising = Trained(80, Scale);
        AdaptiveLookupRegressor adaptive = new(new LookupRegressor(rising.Network, new VoteLine(0, -rising.Scale)));
        (double[] samples, double[] targets) = Drawn(500, 6);
        adaptive.Learn(new SampleBatch(samples.AsMemory(), Features), Array.ConvertAll(targets, y => y * Scale));
        Assert.Equal(1, adaptive.CorrectionShare);
        Assert.True(ErrorOf(adaptive.Predict, y => y * Scale) < 0.5 * ErrorOf(adaptive.Network.Predict, y => y * Scale));
    }

    [Fact]
    public void Equal_targets_of_the_training_are_no_obstacle()
    {
        double[] samples = Drawn(50, 7).Samples;
        double[] equal = new double[50];
        Array.Fill(equal, 7);
        AdaptiveLookupRegressor adaptive = new(Trained(samples, equal));
        Assert.Equal(0, adaptive.Network.Scale);
        (double[] others, double[] targets) = Drawn(1500, 8);
        adaptive.Learn(new SampleBatch(others.AsMemory(), Features), targets);
        Assert.True(ErrorOf(adaptive.Predict, y => y) < 0.95 * ErrorOf(adaptive.Network.Predict, y => y));
    }

    [Fact]
    public void Targets_at_the_ends_of_the_range_are_learned_and_forgotten()
    {
        AdaptiveLookupRegressor adaptive = new(Rough.Value);
        byte[] fresh = Saved(adaptive);
        double[] sample = [0.1, 0.2, 0.3];
        double[] ends = [-Math.Pow(2, 40), Math.Pow(2, 40), double.Epsilon];
        foreach (double target in ends)
        {
            adaptive.Learn(sample, target);
            Assert.True(double.IsFinite(adaptive.Predict(sample)));
        }

        foreach (double target in ends)
        {
            Assert.True(adaptive.Forget(sample, target));
        }

        Assert.Equal(fresh, Saved(adaptive));
    }

    [Fact]
    public void After_forgetting_everything_all_is_as_after_the_training()
    {
        AdaptiveLookupRegressor adaptive = new(Rough.Value);
        byte[] fresh = Saved(adaptive);
        (double[] samples, double[] targets) = Drawn(300, 9);
        adaptive.Learn(new SampleBatch(samples.AsMemory(), Features), targets);
        byte[] learned = Saved(adaptive);
        Assert.NotEqual(fresh, learned);
        double[] other = [7, 7, 7];
        Assert.False(adaptive.Forget(other, 1));
        Assert.Equal(learned, Saved(adaptive));
        for (int i = 0; i < targets.Length; i++)
        {
            Assert.True(adaptive.Forget(samples.AsSpan(i * Features, Features), targets[i]));
        }

        Assert.Equal(fresh, Saved(adaptive));
    }

    [Fact]
    public void A_loaded_one_goes_on_with_the_same_bytes()
    {
        AdaptiveLookupRegressor adaptive = new(Rough.Value, 3);
        (double[] samples, double[] targets) = Drawn(300, 10);
        SampleBatch all = new(samples.AsMemory(), Features);
        adaptive.Learn(new SampleBatch(samples.AsMemory(0, 150 * Features), Features), targets.AsSpan(0, 150));
        AdaptiveLookupRegressor loaded = Loaded(Saved(adaptive));
        Assert.Equal(adaptive.CorrectionShare, loaded.CorrectionShare);
        for (int i = 150; i < targets.Length; i++)
        {
            adaptive.Learn(all[i], targets[i]);
            loaded.Learn(all[i], targets[i]);
            Assert.Equal(adaptive.Predict(all[i]), loaded.Predict(all[i]));
        }

        Assert.Equal(Saved(adaptive), Saved(loaded));
    }

    [Fact]
    public void Batches_and_threads_predict_as_single_samples()
    {
        AdaptiveLookupRegressor one = new(Rough.Value);
        AdaptiveLookupRegressor many = new(Rough.Value);
        (double[] samples, double[] targets) = Drawn(300, 11);
        SampleBatch batch = new(samples.AsMemory(), Features);
        for (int i = 0; i < targets.Length; i++)
        {
            one.Learn(batch[i], targets[i]);
        }

        many.Learn(batch, targets);
        Assert.Equal(Saved(one), Saved(many));
        double[] predictions = many.Predict(batch, 3);
        for (int i = 0; i < targets.Length; i++)
        {
            Assert.Equal(one.Predict(batch[i]), predictions[i]);
        }
    }

    [Fact]
    public void Bad_input_is_refused_and_changes_nothing()
    {
        AdaptiveLookupRegressor adaptive = new(Rough.Value);
        byte[] before = Saved(adaptive);
        double[] samples = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6];
        Assert.Throws<ArgumentNullException>("network", () => new AdaptiveLookupRegressor(null!));
        Assert.Throws<ArgumentOutOfRangeException>("target", () => adaptive.Learn(samples.AsSpan(0, 3), double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("target", () => adaptive.Forget(samples.AsSpan(0, 3), 1e13));
        Assert.Throws<ArgumentOutOfRangeException>("targets", () => adaptive.Learn(new SampleBatch(samples.AsMemory(), 3), [1, 1e13]));
        Assert.Throws<ArgumentException>("targets", () => adaptive.Learn(new SampleBatch(samples.AsMemory(), 3), [1]));
        Assert.Throws<ArgumentException>("samples", () => adaptive.Learn(new SampleBatch(samples.AsMemory(), 6), [1]));
        Assert.Throws<ArgumentException>("sample", () => adaptive.Learn(samples, 1));
        Assert.Throws<ArgumentException>("sample", () => adaptive.Forget(samples, 1));
        Assert.Throws<ArgumentException>("sample", () => adaptive.Predict(samples));
        Assert.Throws<ArgumentOutOfRangeException>(
            "maxDegreeOfParallelism", () => adaptive.Predict(new SampleBatch(samples.AsMemory(), 3), 0));
        Assert.Equal(before, Saved(adaptive));
    }

    [Fact]
    public void Predicting_does_not_allocate()
    {
        AdaptiveLookupRegressor adaptive = new(Rough.Value);
        (double[] samples, double[] targets) = Drawn(300, 12);
        adaptive.Learn(new SampleBatch(samples.AsMemory(), Features), targets);
        Assert.True(adaptive.CorrectionShare > 0);
        AllocationAssert.None(() => adaptive.Predict(samples.AsSpan(0, Features)));
    }

    // The product of two numbers, and a wave of the third.
    private static (double[] Samples, double[] Targets) Drawn(int count, ulong seed)
    {
        SplitMix64 random = new(seed);
        double[] samples = [.. Enumerable.Range(0, count * Features).Select(_ => random.NextDouble())];
        return (samples, [.. samples.Chunk(Features).Select(one => (100 * one[0] * one[1]) + (20 * one[2] * (1 - one[2])) - 7)]);
    }

    private static LookupRegressor Trained(int count, double scale)
    {
        (double[] samples, double[] targets) = Drawn(count, 1);
        return Trained(samples, Array.ConvertAll(targets, y => y * scale));
    }

    private static LookupRegressor Trained(double[] samples, double[] targets) => LookupNetwork.TrainRegression(
        InputLayer.CandidatesForFeatures(samples, Features, 60), new SampleBatch(samples.AsMemory(), Features), targets, Short);

    // The root of the mean squared error of other samples.
    private static double ErrorOf(Prediction predict, Func<double, double> changed)
    {
        (double[] samples, double[] targets) = Drawn(1000, 99);
        return Math.Sqrt(Enumerable.Range(0, targets.Length)
            .Average(i => Math.Pow(predict(samples.AsSpan(i * Features, Features)) - changed(targets[i]), 2)));
    }

    private static byte[] Saved(AdaptiveLookupRegressor adaptive)
    {
        using MemoryStream stream = new();
        adaptive.Save(stream);
        return stream.ToArray();
    }

    private static AdaptiveLookupRegressor Loaded(byte[] bytes)
    {
        using MemoryStream stream = new(bytes);
        return Snapshot.Load<AdaptiveLookupRegressor>(stream);
    }

    private delegate double Prediction(Sample sample);
}
