namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>Where targets are, and how far they are from each other.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Deviation">The standard deviation; 0 if all are equal.</param>
internal readonly record struct TargetSpread(double Mean, double Deviation)
{
    /// <summary>The spread of some targets, one or more.</summary>
    /// <param name="targets">All targets.</param>
    /// <param name="examples">The indexes of those that count.</param>
    public static TargetSpread Of(ReadOnlySpan<double> targets, ReadOnlySpan<int> examples)
    {
        // Differences from the first one, so that the mean of equal targets is exactly their value.
        double first = targets[examples[0]];
        double sum = 0;
        foreach (int example in examples)
        {
            sum += targets[example] - first;
        }

        double mean = first + (sum / examples.Length);
        double greatest = 0;
        foreach (int example in examples)
        {
            greatest = Math.Max(greatest, Math.Abs(targets[example] - mean));
        }

        if (greatest == 0)
        {
            return new TargetSpread(mean, 0);
        }

        // Relative to the greatest one, so that squares of tiny differences are not 0.
        double squares = 0;
        foreach (int example in examples)
        {
            double relative = (targets[example] - mean) / greatest;
            squares += relative * relative;
        }

        return new TargetSpread(mean, greatest * Math.Sqrt(squares / examples.Length));
    }

    /// <summary>All targets, with a mean of 0 and a deviation of 1; 0 if those that count are equal.</summary>
    public double[] Standardized(ReadOnlySpan<double> targets)
    {
        double[] standardized = new double[targets.Length];
        for (int i = 0; i < standardized.Length && Deviation > 0; i++)
        {
            standardized[i] = (targets[i] - Mean) / Deviation;
        }

        return standardized;
    }
}
