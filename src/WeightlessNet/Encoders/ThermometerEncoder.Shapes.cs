using WeightlessNet.Bits;

namespace WeightlessNet.Encoders;

public sealed partial class ThermometerEncoder
{
    /// <summary>Creates a thermometer whose thresholds divide a normal distribution into equally likely parts.</summary>
    /// <param name="mean">The mean, finite.</param>
    /// <param name="standardDeviation">The standard deviation, finite and 0 or more; with 0, all thresholds are the mean.</param>
    /// <param name="levels">The number of thresholds, 1 to 65,536.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static ThermometerEncoder Gaussian(double mean, double standardDeviation, int levels)
    {
        EncoderGuard.ThrowIfNoLevels(levels);
        if (!double.IsFinite(mean))
        {
            throw new ArgumentOutOfRangeException(nameof(mean), mean, "The mean must be finite.");
        }

        if (!double.IsFinite(standardDeviation) || standardDeviation < 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(standardDeviation),
                standardDeviation,
                "The standard deviation must be finite and 0 or more.");
        }

        double[] thresholds = new double[levels];
        for (int i = 0; i < levels; i++)
        {
            thresholds[i] = mean + (standardDeviation * NormalDistribution.Quantile((i + 1.0) / (levels + 1)));
        }

        return new ThermometerEncoder(thresholds);
    }

    /// <summary>Fits a normal distribution to examples and creates a thermometer that divides it into equally likely parts.</summary>
    /// <param name="examples">The examples; NaN is ignored. Without examples, all thresholds are 0.</param>
    /// <param name="levels">The number of thresholds, 1 to 65,536.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="levels"/> is not 1 to 65,536.</exception>
    /// <exception cref="ArgumentException">An example is infinite, or the variance of the examples overflows.</exception>
    public static ThermometerEncoder Gaussian(ReadOnlySpan<double> examples, int levels)
    {
        EncoderGuard.ThrowIfNoLevels(levels);

        // Welford's running mean and sum of squares.
        double mean = 0;
        double squares = 0;
        int count = 0;
        foreach (double example in examples)
        {
            if (!double.IsNaN(example))
            {
                count++;
                double difference = example - mean;
                mean += difference / count;
                squares += difference * (example - mean);
            }
        }

        double deviation = count == 0 ? 0 : Math.Sqrt(Math.Max(0, squares) / count);
        return double.IsFinite(mean) && double.IsFinite(deviation)
            ? Gaussian(mean, deviation, levels)
            : throw new ArgumentException("The mean or the variance of the examples is not finite.", nameof(examples));
    }

    /// <summary>
    /// Creates a thermometer whose thresholds are evenly spaced on a logarithmic scale: close together at the lower end of the range.
    /// </summary>
    /// <param name="minimum">The lower end, finite and above 0.</param>
    /// <param name="maximum">The upper end, finite and above <paramref name="minimum"/>.</param>
    /// <param name="levels">The number of thresholds, 1 to 65,536.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static ThermometerEncoder Logarithmic(double minimum, double maximum, int levels)
    {
        EncoderGuard.ThrowIfNoLevels(levels);
        if (!double.IsFinite(minimum) || minimum <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(minimum), minimum, "The lower end must be finite and above 0.");
        }

        if (!double.IsFinite(maximum / minimum) || maximum <= minimum)
        {
            throw new ArgumentOutOfRangeException(nameof(maximum), maximum, "The upper end must be finite and above the lower one.");
        }

        double logarithm = PortableMath.Log(maximum / minimum);
        double[] thresholds = new double[levels];
        for (int i = 0; i < levels; i++)
        {
            // Rounding must not put a threshold below the previous one.
            double threshold = minimum * PortableMath.Exp(logarithm * (i + 1.0) / (levels + 1));
            thresholds[i] = Math.Clamp(threshold, i == 0 ? minimum : thresholds[i - 1], maximum);
        }

        return new ThermometerEncoder(thresholds);
    }

    /// <summary>
    /// Creates the mirror image of <see cref="Logarithmic"/>: a thermometer whose thresholds are close together at the upper end of the
    /// range.
    /// </summary>
    /// <param name="minimum">The lower end, finite and above 0.</param>
    /// <param name="maximum">The upper end, finite and above <paramref name="minimum"/>.</param>
    /// <param name="levels">The number of thresholds, 1 to 65,536.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static ThermometerEncoder Exponential(double minimum, double maximum, int levels)
    {
        double[] mirrored = [.. Logarithmic(minimum, maximum, levels).Thresholds];
        double[] thresholds = new double[levels];
        for (int i = 0; i < levels; i++)
        {
            thresholds[i] = minimum + (maximum - mirrored[levels - 1 - i]);
        }

        return new ThermometerEncoder(thresholds);
    }

    /// <summary>Encodes many numbers: one pattern after the other, each as <see cref="Encode(double, BitSlice)"/> writes it.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="patterns">For each number, as many words as hold <see cref="BitCount"/> bits.</param>
    /// <exception cref="ArgumentException"><paramref name="patterns"/> has another length.</exception>
    public void Encode(ReadOnlySpan<double> values, Span<ulong> patterns)
    {
        int words = BitSlice.WordCount(BitCount);
        if (patterns.Length != (long)words * values.Length)
        {
            throw new ArgumentException(
                $"{values.Length} patterns of {words} words need {(long)words * values.Length} words, not {patterns.Length}.",
                nameof(patterns));
        }

        patterns.Clear();
        for (int i = 0; i < values.Length; i++)
        {
            new BitSlice(patterns.Slice(i * words, words), 0, BitCount).SetFirst(LevelOf(values[i]));
        }
    }
}
