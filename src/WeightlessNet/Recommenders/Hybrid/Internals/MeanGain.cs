namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>What users gain on average, and how sure that is.</summary>
internal static class MeanGain
{
    /// <summary>The mean and its standard error.</summary>
    /// <param name="gains">The gain of each user, at least one.</param>
    public static (double Mean, double Error) Of(ReadOnlySpan<double> gains)
    {
        double sum = 0;
        foreach (double gain in gains)
        {
            sum += gain;
        }

        double mean = sum / gains.Length;
        double squares = 0;
        foreach (double gain in gains)
        {
            squares += (gain - mean) * (gain - mean);
        }

        return (mean, Math.Sqrt(squares / gains.Length / gains.Length));
    }
}
