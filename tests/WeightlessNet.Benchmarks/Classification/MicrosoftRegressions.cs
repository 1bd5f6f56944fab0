using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Microsoft.ML.Trainers.LightGbm;

namespace WeightlessNet.Benchmarks.Classification;

/// <summary>Regressions of ML.NET with their defaults, on one thread. What is returned answers rows.</summary>
internal static class MicrosoftRegressions
{
    /// <summary>LightGBM.</summary>
    public static Func<RegressionRows, double[]> LightGbm(RegressionRows rows, ulong seed) => Trained(
        rows,
        seed,
        context => context.Regression.Trainers.LightGbm(new LightGbmRegressionTrainer.Options
        {
            NumberOfThreads = 1,
            LabelColumnName = nameof(Row.Target),
            FeatureColumnName = nameof(Row.Features),
        }));

    /// <summary>Linear regression on features scaled to unit deviation.</summary>
    public static Func<RegressionRows, double[]> Linear(RegressionRows rows, ulong seed) => Trained(
        rows,
        seed,
        context => context.Transforms.NormalizeMeanVariance(nameof(Row.Features))
            .Append(context.Regression.Trainers.Sdca(new SdcaRegressionTrainer.Options
            {
                NumberOfThreads = 1,
                LabelColumnName = nameof(Row.Target),
                FeatureColumnName = nameof(Row.Features),
            })));

    private static Func<RegressionRows, double[]> Trained(
        RegressionRows rows, ulong seed, Func<MLContext, IEstimator<ITransformer>> trainer)
    {
        MLContext context = new((int)seed);
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows.Width);
        IDataView ViewOf(RegressionRows shown) => context.Data.LoadFromEnumerable(
            Enumerable.Range(0, shown.Count).Select(row => new Row
            {
                Features = Array.ConvertAll(shown[row].ToArray(), number => (float)number),
                Target = (float)shown.Targets[row],
            }),
            schema);
        ITransformer model = trainer(context).Fit(ViewOf(rows));
        return asked => [.. model.Transform(ViewOf(asked)).GetColumn<float>("Score").Select(score => (double)score)];
    }

    private sealed class Row
    {
        public float[] Features { get; set; } = [];

        public float Target { get; set; }
    }
}
