using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.Models;
using WeightlessNet.Storage;
using Xunit;

namespace WeightlessNet.Tests.Models;

public sealed class RegressionWisardTests
{
    [Fact]
    public void A_function_is_learned()
    {
        (double[][] samples, double[] targets) = Curve(2000, 1);
        (double[][] others, double[] otherTargets) = Curve(200, 2);
        RegressionWisard model = new(InputLayer.ForFeatures([.. samples.SelectMany(s => s)], 2, 1));
        ClusRegressionWisard clustered = new(model.Layer, new GrowthRule { GrowthInterval = 1000 });
        for (int i = 0; i < samples.Length; i++)
        {
            model.Learn(samples[i], targets[i]);
            clustered.Learn(samples[i], targets[i]);
        }

        double mean = otherTargets.Average();
        double variance = otherTargets.Average(t => (t - mean) * (t - mean));
        Assert.True(Error(s => model.Predict(s).Value) < variance / 10);
        Assert.True(Error(s => clustered.Predict(s).Value) < variance / 5);
        Assert.True(clustered.ClusterCount > 1);

        double Error(Func<double[], double> predict) => others.Zip(otherTargets).Average(p => Math.Pow(predict(p.First) - p.Second, 2));
    }

    [Fact]
    public void If_no_node_knows_its_address_the_mean_of_all_remaining_targets_is_predicted()
    {
        RegressionWisard model = new(new InputLayer(new TupleMapping(1, 1, [0])));
        model.Learn(new ulong[] { 0 }, 10);
        model.Learn(new ulong[] { 0 }, 40);

        Assert.Equal(new RegressionAnswer(false, 25, 0), model.Predict(new ulong[] { 1 }));
        model.Forget(new ulong[] { 0 }, 10);
        Assert.Equal(new RegressionAnswer(false, 40, 0), model.Predict(new ulong[] { 1 }));
    }

    [Fact]
    public void Learning_is_addition_and_forgetting_is_exact()
    {
        (double[][] samples, double[] targets) = Curve(60, 1);
        InputLayer layer = InputLayer.ForFeatures([.. samples.SelectMany(s => s)], 2, 1);
        RegressionWisard model = new(layer);
        RegressionWisard half = new(layer);
        RegressionWisard otherHalf = new(layer);
        for (int i = 0; i < 60; i++)
        {
            model.Learn(samples[i], targets[i]);
            (i < 30 ? half : otherHalf).Learn(samples[59 - i], targets[59 - i]);
        }

        half.Merge(otherHalf);
        Assert.Equal(model.State(), half.State());
        Assert.Equal(60, half.ExampleCount);
        for (int i = 0; i < 30; i++)
        {
            Assert.True(model.Forget(samples[i + 30], targets[i + 30]));
        }

        RegressionWisard expected = new(layer);
        for (int i = 0; i < 30; i++)
        {
            expected.Learn(samples[i], targets[i]);
        }

        Assert.Equal(expected.State(), model.State());
        Assert.False(model.Forget(new[] { 99.0, -99 }, 1));
        Assert.Equal(expected.State(), model.State());
        Assert.Throws<ArgumentException>(() => model.Merge(new RegressionWisard(InputLayer.ForFeatures([1.0, 2], 2, 9))));
    }

    [Fact]
    public void Unseen_samples_get_the_mean_target_and_an_empty_model_gives_0()
    {
        RegressionWisard model = new(new InputLayer(new TupleMapping(2, 2, [0, 1])));
        Assert.Equal(new RegressionAnswer(false, 0, 0), model.Predict(new ulong[1]));
        Assert.Equal(default, new ClusRegressionWisard(model.Layer).Predict(new ulong[1]));
        model.Learn(new ulong[] { 1 }, 3);
        model.Learn(new ulong[] { 2 }, 4);

        foreach (NodeMean mean in new[] { NodeMean.Simple, NodeMean.Median, NodeMean.Geometric, NodeMean.Logistic })
        {
            Assert.Equal(new RegressionAnswer(false, 3.5, 0), model.Predict(new ulong[] { 3 }, mean));
            RegressionAnswer answer = model.Predict(new ulong[] { 1 }, mean);
            Assert.Equal((true, 1), (answer.IsKnown, answer.RespondingNodes));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => model.Learn(new ulong[1], double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Learn(new ulong[1], 1e15));
        Assert.Equal(2, model.ExampleCount);
    }

    [Fact]
    public void Leaving_out_an_example_predicts_as_if_it_had_been_forgotten()
    {
        (double[][] samples, double[] targets) = Curve(60, 1);
        RegressionWisard model = new(new InputLayer(
            ThermometerRetina.Quantile([.. samples.SelectMany(s => s)], 2, 8), TupleMapping.Random(16, 4, 20, 1)));
        model.Learn(new SampleBatch(samples.SelectMany(s => s).ToArray().AsMemory(), 2), targets);
        List<(int, ulong, long, Int128)> before = [.. model.State()];
        bool anyIsUnknown = false;
        foreach (NodeMean mean in new[] { NodeMean.Simple, NodeMean.Median, NodeMean.Power(2) })
        {
            for (int i = 0; i < samples.Length; i++)
            {
                RegressionAnswer leftOut = model.PredictLeavingOut(samples[i], targets[i], mean);
                Assert.Equal(before, model.State());
                Assert.True(model.Forget(samples[i], targets[i]));
                Assert.Equal(model.Predict(samples[i], mean), leftOut);
                model.Learn(samples[i], targets[i]);
                anyIsUnknown |= leftOut.RespondingNodes < 20;
            }
        }

        Assert.True(anyIsUnknown);
    }

    [Fact]
    public void Leaving_out_the_only_example_is_unknown_and_unlearned_examples_are_refused()
    {
        RegressionWisard model = new(new InputLayer(new TupleMapping(2, 2, [0, 1])));
        model.Learn(new ulong[] { 1 }, 3);
        Assert.Equal(new RegressionAnswer(false, 0, 0), model.PredictLeavingOut(new ulong[] { 1 }, 3));
        model.Learn(new ulong[] { 2 }, 5);
        Assert.Equal(new RegressionAnswer(false, 5, 0), model.PredictLeavingOut(new ulong[] { 1 }, 3));

        Assert.Throws<InvalidOperationException>(() => model.PredictLeavingOut(new ulong[] { 1 }, 4));
        Assert.Throws<InvalidOperationException>(() => model.PredictLeavingOut(new ulong[] { 3 }, 3));
        Assert.Throws<ArgumentOutOfRangeException>("target", () => model.PredictLeavingOut(new ulong[] { 1 }, double.NaN));
        Assert.Equal(2, model.ExampleCount);
    }

    [Fact]
    public void Forgetting_with_another_target_returns_false_and_changes_nothing()
    {
        RegressionWisard model = new(new InputLayer(new TupleMapping(2, 2, [0, 1])));
        model.Learn(new ulong[] { 1 }, 3);

        Assert.False(model.Forget(new ulong[] { 1 }, 4));
        Assert.Equal(1, model.ExampleCount);
        Assert.Equal(3, model.Predict(new ulong[] { 1 }).Value);
        Assert.True(model.Forget(new ulong[] { 1 }, 3));
        Assert.False(model.Forget(new ulong[] { 1 }, 3));
        Assert.Throws<ArgumentOutOfRangeException>("target", () => model.Forget(new ulong[] { 1 }, double.NaN));
        Assert.Empty(model.State());
        Assert.Equal(0, model.ExampleCount);
    }

    [Fact]
    public void A_model_that_forgot_everything_is_as_one_that_never_learned()
    {
        InputLayer layer = new(TupleMapping.Random(64, 5, 20, 1));
        RegressionWisard model = new(layer);
        ulong[][] samples = [.. Enumerable.Range(0, 40).Select(i => (ulong[])[SplitMix64.Mix((ulong)(i % 30))])];
        for (int i = 0; i < samples.Length; i++)
        {
            model.Learn(samples[i], i / 7.0);
        }

        for (int i = 0; i < samples.Length; i++)
        {
            Assert.True(model.Forget(samples[i], i / 7.0));
        }

        Assert.Equal(new RegressionAnswer(false, 0, 0), model.Predict(samples[0]));
        Assert.Equal(Saved(new RegressionWisard(layer)), Saved(model));
    }

    [Fact]
    public void Merging_too_many_examples_is_refused_and_changes_nothing()
    {
        RegressionWisard model = new(new InputLayer(new TupleMapping(1, 1, [0])));
        model.Learn(new ulong[1], 1);
        for (int i = 0; i < 62; i++)
        {
            model.Merge(model);
        }

        List<(int, ulong, long, Int128)> before = [.. model.State()];
        Assert.Equal(1L << 62, model.ExampleCount);
        Assert.Throws<ArgumentException>("other", () => model.Merge(model));
        Assert.Equal(before, model.State());
        Assert.Equal(1, model.Predict(new ulong[1]).Value);
    }

    private static byte[] Saved(RegressionWisard model)
    {
        using MemoryStream stream = new();
        model.Save(stream);
        return stream.ToArray();
    }

    private static (double[][] Samples, double[] Targets) Curve(int count, ulong seed)
    {
        SplitMix64 random = new(seed);
        double[][] samples = new double[count][];
        double[] targets = new double[count];
        for (int i = 0; i < count; i++)
        {
            samples[i] = [random.NextDouble(), random.NextDouble()];
            targets[i] = Math.Sin(3 * samples[i][0]) + (samples[i][1] * samples[i][1]);
        }

        return (samples, targets);
    }
}
