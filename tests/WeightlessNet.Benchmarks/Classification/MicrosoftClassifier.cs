using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Microsoft.ML.Trainers.LightGbm;

namespace WeightlessNet.Benchmarks.Classification;

/// <summary>A classifier of ML.NET with its defaults, on one thread.</summary>
internal sealed class MicrosoftClassifier : ITrainedClassifier
{
    private readonly MLContext _context = new(seed: 1);
    private readonly ClassificationData _data;
    private readonly FeatureRows _features;
    private readonly SchemaDefinition _schema;
    private readonly TransformerChain<ITransformer> _model;

    private MicrosoftClassifier(ClassificationData data, Func<MLContext, IEstimator<ITransformer>> trainer)
    {
        _data = data;
        _features = FeatureRows.Of(data);
        _schema = SchemaDefinition.Create(typeof(Row));
        _schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, _features.Train[0].Length);
        _model = _context.Transforms.Conversion.MapValueToKey(nameof(Row.Label))
            .Append(trainer(_context))
            .Fit(_context.Data.LoadFromEnumerable(Rows(_features.Train, data.Train.Labels), _schema));
    }

    /// <summary>LightGBM.</summary>
    public static MicrosoftClassifier LightGbm(ClassificationData data) => new(
        data,
        context => context.MulticlassClassification.Trainers.LightGbm(new LightGbmMulticlassTrainer.Options
        {
            NumberOfThreads = 1,
            LabelColumnName = nameof(Row.Label),
            FeatureColumnName = nameof(Row.Features),
        }));

    /// <summary>Multinomial logistic regression on features scaled to unit deviation.</summary>
    public static MicrosoftClassifier LogisticRegression(ClassificationData data) => new(
        data,
        context => context.Transforms.NormalizeMeanVariance(nameof(Row.Features))
            .Append(context.MulticlassClassification.Trainers.LbfgsMaximumEntropy(
                new LbfgsMaximumEntropyMulticlassTrainer.Options
                {
                    NumberOfThreads = 1,
                    LabelColumnName = nameof(Row.Label),
                    FeatureColumnName = nameof(Row.Features),
                })));

    public double[][] Answer()
    {
        IDataView answers = _model.Transform(
            _context.Data.LoadFromEnumerable(Rows(_features.Test, new int[_features.Test.Length]), _schema));
        VBuffer<ReadOnlyMemory<char>> names = default;
        answers.Schema["Score"].GetSlotNames(ref names);
        int[] classes = [.. names.DenseValues().Select(name => int.Parse(name.Span, CultureInfo.InvariantCulture))];
        return [.. answers.GetColumn<float[]>("Score").Select(scores =>
        {
            double[] probabilities = new double[_data.Classes];
            for (int i = 0; i < scores.Length; i++)
            {
                probabilities[classes[i]] = scores[i];
            }

            return probabilities;
        })];
    }

    private static IEnumerable<Row> Rows(float[][] features, int[] labels) =>
        features.Zip(labels, (row, label) => new Row { Features = row, Label = label.ToString(CultureInfo.InvariantCulture) });

    private sealed class Row
    {
        public float[] Features { get; set; } = [];

        public string Label { get; set; } = "";
    }
}
