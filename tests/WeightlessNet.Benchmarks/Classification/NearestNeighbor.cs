using System.Numerics.Tensors;

namespace WeightlessNet.Benchmarks.Classification;

/// <summary>
/// The nearest neighbor by Euclidean distance, features scaled to unit deviation except pixels. Its probability of the neighbor's class is
/// the share of training rows whose nearest other row has the same class.
/// </summary>
internal sealed class NearestNeighbor : ITrainedClassifier
{
    private const int ProbedRows = 1_000;

    private readonly ClassificationData _data;
    private readonly float[][] _rows;
    private readonly float[][] _tests;
    private readonly double _trust;

    public NearestNeighbor(ClassificationData data)
    {
        _data = data;
        FeatureRows features = FeatureRows.Of(data);
        (_rows, _tests) = (features.Train, features.Test);
        if (data.ImageWidth == 0)
        {
            Scale(_rows, _tests);
        }

        int probed = Math.Min(ProbedRows, _rows.Length);
        int right = Enumerable.Range(0, probed).Count(row => data.Train.Labels[Nearest(_rows[row], row)] == data.Train.Labels[row]);
        _trust = (right + 1.0) / (probed + 2);
    }

    public double[][] Answer() => [.. _tests.Select(test =>
    {
        double[] probabilities = new double[_data.Classes];
        Array.Fill(probabilities, (1 - _trust) / (_data.Classes - 1));
        probabilities[_data.Train.Labels[Nearest(test, -1)]] = _trust;
        return probabilities;
    })];

    private int Nearest(float[] sample, int except)
    {
        (int nearest, float least) = (-1, float.PositiveInfinity);
        for (int row = 0; row < _rows.Length; row++)
        {
            float distance = row == except ? float.PositiveInfinity : TensorPrimitives.Distance<float>(sample, _rows[row]);
            (nearest, least) = distance < least ? (row, distance) : (nearest, least);
        }

        return nearest;
    }

    private static void Scale(float[][] rows, float[][] tests)
    {
        for (int feature = 0; feature < rows[0].Length; feature++)
        {
            double mean = rows.Average(row => row[feature]);
            double deviation = Math.Sqrt(rows.Average(row => (row[feature] - mean) * (row[feature] - mean)));
            foreach (float[] row in rows.Concat(tests))
            {
                row[feature] = deviation == 0 ? 0 : (float)((row[feature] - mean) / deviation);
            }
        }
    }
}
