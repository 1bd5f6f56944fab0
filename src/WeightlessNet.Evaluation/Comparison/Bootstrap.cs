using WeightlessNet.Bits;

namespace WeightlessNet.Evaluation.Comparison;

/// <summary>Confidence intervals by resampling users: how much a mean owes to which users happen to be in the data.</summary>
/// <remarks>
/// The percentile interval of Efron and Tibshirani, "An Introduction to the Bootstrap" (1993), chapter 13: as many values as there are
/// are drawn with replacement, again and again, and the interval lies between the percentiles of their means. Draws are of
/// <see cref="SplitMix64"/>. Safe to call from many threads.
/// </remarks>
public static class Bootstrap
{
    /// <summary>The interval of a mean.</summary>
    /// <param name="values">One value per user; one or more, all finite.</param>
    /// <param name="options">How to resample; the defaults where it is <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">There is no value, or one is not finite.</exception>
    public static ConfidenceInterval MeanInterval(ReadOnlySpan<double> values, BootstrapOptions? options = null)
    {
        options ??= new BootstrapOptions();
        return IntervalOf(values, SortedMeans(values, options), options);
    }

    /// <summary>The interval of the mean of a figure of a report.</summary>
    /// <param name="values">One value per user; one or more, all finite.</param>
    /// <param name="options">How to resample; the defaults where it is <see langword="null"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="values"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">There is no value, or one is not finite.</exception>
    public static ConfidenceInterval MeanInterval(IReadOnlyList<UserValue> values, BootstrapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        return MeanInterval([.. values.Select(value => value.Value)], options);
    }

    /// <summary>The means of all resamples, lowest first.</summary>
    internal static double[] SortedMeans(ReadOnlySpan<double> values, BootstrapOptions options)
    {
        Check(values);
        double[] means = new double[options.Resamples];
        SplitMix64 random = new(options.Seed);
        for (int resample = 0; resample < means.Length; resample++)
        {
            double sum = 0;
            for (int i = 0; i < values.Length; i++)
            {
                sum += values[random.Next(values.Length)];
            }

            means[resample] = sum / values.Length;
        }

        Array.Sort(means);
        return means;
    }

    /// <summary>The interval between two percentiles of the means of resamples, as many of them left out below as above.</summary>
    internal static ConfidenceInterval IntervalOf(ReadOnlySpan<double> values, ReadOnlySpan<double> sortedMeans, BootstrapOptions options)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        // Confidences such as 0.9 have no exact binary form: a twentieth of 200 comes out a hair below 10.
        const double Hair = 1e-9;

        // The k-th lowest and the k-th highest; an interval wider than the resamples can tell takes all of them.
        int k = Math.Max(1, (int)Math.Floor(((sortedMeans.Length + 1) * (1 - options.Confidence) / 2) + Hair));
        return new ConfidenceInterval(sum / values.Length, sortedMeans[k - 1], sortedMeans[^k], options.Confidence);
    }

    private static void Check(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
        {
            throw new ArgumentException("There is at least one value.", nameof(values));
        }

        foreach (double value in values)
        {
            if (!double.IsFinite(value))
            {
                throw new ArgumentException("Every value is a finite number.", nameof(values));
            }
        }
    }
}
