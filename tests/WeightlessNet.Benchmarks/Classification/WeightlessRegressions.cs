using WeightlessNet.Discriminators;
using WeightlessNet.LookupNetworks;
using WeightlessNet.Models;

namespace WeightlessNet.Benchmarks.Classification;

/// <summary>The library's regressions, with their defaults, on one thread. What is returned answers rows.</summary>
internal static class WeightlessRegressions
{
    /// <summary>One pass of counting, with the layer that is the default of counting classifiers.</summary>
    public static Func<RegressionRows, double[]> Counting(RegressionRows rows, ulong seed) =>
        Counted(rows, InputLayer.ForFeatures(rows.Numbers, rows.Width, seed));

    /// <summary>One pass of counting, with 2,000 nodes of 8 bits.</summary>
    public static Func<RegressionRows, double[]> CountingWithSmallNodes(RegressionRows rows, ulong seed) =>
        Counted(rows, InputLayer.ForFeaturesWithSmallNodes(rows.Numbers, rows.Width, seed));

    /// <summary>2,000 tables of six inputs, trained by gradients.</summary>
    public static Func<RegressionRows, double[]> LookupTables(RegressionRows rows, ulong seed)
    {
        var layer = InputLayer.CandidatesForFeatures(rows.Numbers, rows.Width, seed: seed);
        LookupNetworkOptions options = new() { MaxDegreeOfParallelism = 1, Seed = seed };
        LookupRegressor model = LookupNetwork.TrainRegression(layer, SamplesOf(rows), rows.Targets, options);
        return asked => model.Predict(SamplesOf(asked));
    }

    private static Func<RegressionRows, double[]> Counted(RegressionRows rows, InputLayer layer)
    {
        RegressionWisard model = new(layer);
        model.Learn(SamplesOf(rows), rows.Targets);
        return asked => Array.ConvertAll(model.Predict(SamplesOf(asked)), answer => answer.Value);
    }

    private static SampleBatch SamplesOf(RegressionRows rows) => new(rows.Numbers.AsMemory(), rows.Width);
}
