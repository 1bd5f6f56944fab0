using WeightlessNet.Bits;

namespace WeightlessNet.Evaluation.Comparison;

/// <summary>Bootstrap confidence intervals over users: how much a mean depends on which users happen to be in the data.</summary>
/// <remarks>
/// The percentile interval of Efron and Tibshirani, "An Introduction to the Bootstrap" (1993), chapter 13: each resample draws as many
/// values as there are, with replacement, and the interval lies between two percentiles of the resamples' means. Equal seeds give equal
/// intervals on any machine. Safe to call from many threads.
/// </remarks>
public static class Bootstrap
{
    /// <summary>Computes the interval of a mean.</summary>
    /// <param name="values">One value per user; one or more, all finite.</param>
    /// <param name="options">The options; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">There is no value, or a value is not finite.</exception>
    public static ConfidenceInterval MeanInterval(ReadOnlySpan<double> values, BootstrapOptions? options = null)
    {
        options ??= new BootstrapOptions();
        return IntervalOf(values, SortedMeans(values, options), options);
    }

    /// <summary>Computes the interval of the mean of a report's figures, such as <c>UserRmse</c>.</summary>
    /// <param name="values">One value per user; one or more, all finite.</param>
    /// <param name="options">The options; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentNullException"><paramref name="values"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">There is no value, or a value is not finite.</exception>
    public static ConfidenceInterval MeanInterval(IReadOnlyList<UserValue> values, BootstrapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        return MeanInterval([.. values.Select(value => value.Value)], options);
    }

    /// <summary>The means of all resamples, in ascending order.</summary>
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

    /// <summary>The interval between two percentiles of the resamples' means; equally many means lie below and above it.</summary>
    internal static ConfidenceInterval IntervalOf(ReadOnlySpan<double> values, ReadOnlySpan<double> sortedMeans, BootstrapOptions options)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        // Confidences such as 0.9 have no exact binary form: a twentieth of 200 comes out slightly below 10.
        const double Rounding = 1e-9;

        // The k-th lowest and the k-th highest mean. With too few resamples for the confidence, the interval covers all means.
        int k = Math.Max(1, (int)Math.Floor(((sortedMeans.Length + 1) * (1 - options.Confidence) / 2) + Rounding));
        return new ConfidenceInterval(sum / values.Length, sortedMeans[k - 1], sortedMeans[^k], options.Confidence);
    }

    private static void Check(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
        {
            throw new ArgumentException("At least one value is needed.", nameof(values));
        }

        foreach (double value in values)
        {
            if (!double.IsFinite(value))
            {
                throw new ArgumentException("Every value must be a finite number.", nameof(values));
            }
        }
    }
}
