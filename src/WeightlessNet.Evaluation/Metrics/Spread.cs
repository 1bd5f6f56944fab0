namespace WeightlessNet.Evaluation.Metrics;

/// <summary>How a figure varies over repetitions.</summary>
/// <param name="Mean">The arithmetic mean.</param>
/// <param name="Minimum">The lowest value.</param>
/// <param name="Maximum">The highest value.</param>
/// <param name="StandardDeviation">
/// The standard deviation of a sample (the sum of squares divided by one less than the count); 0 for one value.
/// </param>
public readonly record struct Spread(double Mean, double Minimum, double Maximum, double StandardDeviation)
{
    /// <summary>The spread of some values.</summary>
    /// <param name="values">The values, one or more, all finite.</param>
    /// <exception cref="ArgumentException">There is no value, or one is not finite.</exception>
    public static Spread Of(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
        {
            throw new ArgumentException("There is at least one value.", nameof(values));
        }

        double sum = 0;
        double minimum = double.PositiveInfinity;
        double maximum = double.NegativeInfinity;
        foreach (double value in values)
        {
            if (!double.IsFinite(value))
            {
                throw new ArgumentException("Every value is a finite number.", nameof(values));
            }

            sum += value;
            minimum = Math.Min(minimum, value);
            maximum = Math.Max(maximum, value);
        }

        // Rounding could put the mean of equal values a hair outside of them.
        double mean = Math.Clamp(sum / values.Length, minimum, maximum);
        double squares = 0;
        foreach (double value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        return new Spread(mean, minimum, maximum, values.Length == 1 ? 0 : Math.Sqrt(squares / (values.Length - 1)));
    }
}
