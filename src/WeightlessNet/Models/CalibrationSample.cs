namespace WeightlessNet.Models;

/// <summary>Scores of examples that the scoring model had not learned, to fit a <see cref="ScoreCalibration"/> to.</summary>
/// <param name="Classes">The number of classes, above 0.</param>
/// <param name="Labels">The class of each example.</param>
/// <param name="Weights">The weight of each example.</param>
/// <param name="Scores">The scores of example 0, then of example 1, and so on.</param>
internal sealed record CalibrationSample(int Classes, int[] Labels, double[] Weights, int[] Scores)
{
    /// <summary>The number of examples.</summary>
    public int Count => Labels.Length;

    /// <summary>The scores of an example.</summary>
    public ReadOnlySpan<int> ScoresOf(int example) => Scores.AsSpan(example * Classes, Classes);

    /// <summary>
    /// Weights with which the examples of each class stand for all examples of the class. The mean weight of an example is 1.
    /// </summary>
    /// <param name="labels">The class of each example.</param>
    /// <param name="copies">How often each example was learned; empty if once.</param>
    /// <param name="sizes">The number of all examples of each class.</param>
    public static double[] WeightsOf(ReadOnlySpan<int> labels, ReadOnlySpan<long> copies, ReadOnlySpan<long> sizes)
    {
        double[] counts = new double[sizes.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            counts[labels[i]] += copies.IsEmpty ? 1 : copies[i];
        }

        long all = 0;
        for (int c = 0; c < counts.Length; c++)
        {
            all += counts[c] > 0 ? sizes[c] : 0;
        }

        double[] weights = new double[labels.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            int c = labels[i];
            weights[i] = sizes[c] / counts[c] * labels.Length / all * (copies.IsEmpty ? 1 : copies[i]);
        }

        return weights;
    }
}
