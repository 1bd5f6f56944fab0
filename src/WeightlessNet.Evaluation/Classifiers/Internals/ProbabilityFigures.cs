namespace WeightlessNet.Evaluation.Classifiers.Internals;

/// <summary>What the probabilities of all samples are worth together.</summary>
/// <param name="LogLoss">The mean negative logarithm of the true class's probability.</param>
/// <param name="BrierScore">The mean squared distance between the probabilities and the truth.</param>
/// <param name="CalibrationError">The mean distance between probability and accuracy over the bins.</param>
/// <param name="Bins">The samples by the probability of the most probable class.</param>
internal sealed record ProbabilityFigures(
    double LogLoss, double BrierScore, double CalibrationError, IReadOnlyList<CalibrationBin> Bins)
{
    private const int BinCount = 10;

    // As in scikit-learn: a single certain error does not make the loss infinite.
    private const double LeastProbability = 1e-15;

    /// <summary>Computes the figures.</summary>
    /// <param name="truth">The position of each sample's class; -1 for one without a probability.</param>
    /// <param name="answers">The position of each sample's most probable class.</param>
    /// <param name="probabilities">A row for each sample, a column for each class.</param>
    /// <param name="classes">The number of classes.</param>
    public static ProbabilityFigures Of(int[] truth, int[] answers, double[] probabilities, int classes)
    {
        double loss = 0;
        double squares = 0;
        int[] counts = new int[BinCount];
        int[] right = new int[BinCount];
        double[] sums = new double[BinCount];
        for (int i = 0; i < truth.Length; i++)
        {
            ReadOnlySpan<double> row = probabilities.AsSpan(i * classes, classes);
            loss -= Math.Log(Math.Max(LeastProbability, truth[i] < 0 ? 0 : row[truth[i]]));
            squares += truth[i] < 0 ? 1 : 0;
            for (int c = 0; c < classes; c++)
            {
                double distance = row[c] - (c == truth[i] ? 1 : 0);
                squares += distance * distance;
            }

            double most = row[answers[i]];
            int bin = Math.Min((int)(most * BinCount), BinCount - 1);
            counts[bin]++;
            sums[bin] += most;
            right[bin] += answers[i] == truth[i] ? 1 : 0;
        }

        CalibrationBin[] bins = new CalibrationBin[BinCount];
        double error = 0;
        for (int bin = 0; bin < BinCount; bin++)
        {
            int count = counts[bin];
            (double mean, double accuracy) = count == 0 ? (0, 0) : (sums[bin] / count, (double)right[bin] / count);
            bins[bin] = new CalibrationBin((double)bin / BinCount, (bin + 1.0) / BinCount, count, mean, accuracy);
            error += Math.Abs(sums[bin] - right[bin]);
        }

        return new ProbabilityFigures(
            loss / truth.Length, squares / truth.Length, error / truth.Length, Array.AsReadOnly(bins));
    }
}
