using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Models;
using Xunit;

namespace WeightlessNet.Tests.Models;

public sealed class RegressionWisardTests
{
    public static TheoryData<NodeMean, double> MeansOf246 => new()
    {
        { NodeMean.Simple, 4 },
        { NodeMean.Power(2), Math.Sqrt(56.0 / 3) },
        { NodeMean.Median, 4 },
        { NodeMean.Harmonic, 3 / ((1 / 2.0) + (1 / 4.0) + (1 / 6.0)) },
        { NodeMean.HarmonicPower(2), 1 / Math.Sqrt(((1 / 4.0) + (1 / 16.0) + (1 / 36.0)) / 3) },
        { NodeMean.Geometric, Math.Cbrt(48) },
        { NodeMean.Exponential, Math.Log((Math.Exp(2) + Math.Exp(4) + Math.Exp(6)) / 3) },
        // Beyond 0 to 1 there are no log-odds: the simple mean.
        { NodeMean.Logistic, 4 },
    };

    [Theory]
    [MemberData(nameof(MeansOf246))]
    public void The_means_of_2_4_and_6_are_exact(NodeMean mean, double expected)
    {
        Assert.Equal(expected, mean.Of([6, 2, 4]), 12);
        Assert.Equal(mean.Of([6, 2, 4]), mean.Of([2, 4, 6]));
        Assert.Equal(5, mean.Of([5]), 12);
    }

    [Fact]
    public void The_logistic_mean_is_of_log_odds_and_an_even_median_is_in_the_middle()
    {
        Assert.Equal(0.5, NodeMean.Logistic.Of([0.1, 0.9]), 12);
        Assert.Equal(0.75, NodeMean.Logistic.Of([0.5, 0.9]), 12);
        Assert.Equal(3, NodeMean.Median.Of([1, 4, 2, 9]));
    }

    [Theory]
    [MemberData(nameof(MeansOf246))]
    public void No_mean_is_ever_NaN_or_infinite(NodeMean mean, double unused)
    {
        Assert.True(double.IsFinite(unused));
        double[][] cases = [[0, 0], [-1, 1], [0, 5], [-3, -2], [1e12, 1e-12], [-1e12, 1e12], [1, 0.5], [800, 900]];
        foreach (double[] values in cases)
        {
            Assert.InRange(mean.Of([.. values]), values.Min(), values.Max());
        }

        Assert.Throws<ArgumentException>(() => mean.Of([]));
    }

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
            model.Forget(samples[i + 30], targets[i + 30]);
        }

        RegressionWisard expected = new(layer);
        for (int i = 0; i < 30; i++)
        {
            expected.Learn(samples[i], targets[i]);
        }

        Assert.Equal(expected.State(), model.State());
        Assert.Throws<InvalidOperationException>(() => model.Forget(new[] { 99.0, -99 }, 1));
        Assert.Equal(expected.State(), model.State());
        Assert.Throws<ArgumentException>(() => model.Merge(new RegressionWisard(InputLayer.ForFeatures([1.0, 2], 2, 9))));
    }

    [Fact]
    public void Unseen_samples_get_the_mean_of_the_targets_and_an_empty_model_0()
    {
        RegressionWisard model = new(new InputLayer(new TupleMapping(2, 2, [0, 1])));
        Assert.Equal(new RegressionAnswer(false, 0, 0), model.Predict(new ulong[1]));
        Assert.Equal(default, new ClusRegressionWisard(model.Layer).Predict(new ulong[1]));
        model.Learn(new ulong[] { 1 }, 3);
        model.Learn(new ulong[] { 2 }, 4);

        foreach (NodeMean mean in new[] { NodeMean.Simple, NodeMean.Median, NodeMean.Geometric, NodeMean.Logistic })
        {
            Assert.Equal(new RegressionAnswer(false, 3.5, 0), model.Predict(new ulong[] { 3 }, mean));
            Assert.Equal(new RegressionAnswer(true, 3, 1), model.Predict(new ulong[] { 1 }, mean) with { Value = 3 });
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => model.Learn(new ulong[1], double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Learn(new ulong[1], 1e15));
        Assert.Equal(2, model.ExampleCount);
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
