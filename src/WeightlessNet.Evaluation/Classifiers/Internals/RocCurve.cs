namespace WeightlessNet.Evaluation.Classifiers.Internals;

/// <summary>The ROC curve of one class against all others.</summary>
internal static class RocCurve
{
    /// <summary>The points of the curve and the area under it; no point and null if all samples or none are of the class.</summary>
    /// <param name="probabilities">The probability of the class for each sample.</param>
    /// <param name="isOfClass">Whether each sample is of the class.</param>
    public static (IReadOnlyList<RocPoint> Points, double? Area) Of(double[] probabilities, bool[] isOfClass)
    {
        int positives = isOfClass.Count(isPositive => isPositive);
        int negatives = isOfClass.Length - positives;
        if (positives == 0 || negatives == 0)
        {
            return ([], null);
        }

        double[] keys = [.. probabilities];
        bool[] sorted = [.. isOfClass];
        Array.Sort(keys, sorted);
        List<RocPoint> points = [new(double.PositiveInfinity, 0, 0)];
        (long truePositives, long falsePositives) = (0, 0);

        // Twice the area in units of pairs, in whole numbers: the same for any order of the samples.
        long twiceArea = 0;
        for (int i = keys.Length - 1; i >= 0;)
        {
            (long before, long falseBefore) = (truePositives, falsePositives);
            double threshold = keys[i];
            for (; i >= 0 && keys[i] == threshold; i--)
            {
                truePositives += sorted[i] ? 1 : 0;
                falsePositives += sorted[i] ? 0 : 1;
            }

            twiceArea += (falsePositives - falseBefore) * (truePositives + before);
            points.Add(new RocPoint(threshold, (double)falsePositives / negatives, (double)truePositives / positives));
        }

        return (points.AsReadOnly(), twiceArea / (2.0 * positives * negatives));
    }
}
