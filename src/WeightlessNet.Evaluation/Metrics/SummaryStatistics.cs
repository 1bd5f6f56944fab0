namespace WeightlessNet.Evaluation.Metrics;

/// <summary>Summary statistics of a figure, such as its values in several repetitions. Immutable and safe to share between
/// threads.</summary>
public sealed class SummaryStatistics
{
    /// <summary>The arithmetic mean.</summary>
    public required double Mean { get; init; }

    /// <summary>The lowest value.</summary>
    public required double Minimum { get; init; }

    /// <summary>The highest value.</summary>
    public required double Maximum { get; init; }

    /// <summary>The sample standard deviation, which divides the sum of squares by the count - 1; 0 for a single value.</summary>
    public required double StandardDeviation { get; init; }

    /// <summary>Summarizes values.</summary>
    /// <param name="values">The values; one or more, all finite.</param>
    /// <exception cref="ArgumentException">There is no value, or a value is not finite.</exception>
    public static SummaryStatistics Of(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
        {
            throw new ArgumentException("At least one value is needed.", nameof(values));
        }

        double sum = 0;
        double minimum = double.PositiveInfinity;
        double maximum = double.NegativeInfinity;
        foreach (double value in values)
        {
            if (!double.IsFinite(value))
            {
                throw new ArgumentException("Every value must be a finite number.", nameof(values));
            }

            sum += value;
            minimum = Math.Min(minimum, value);
            maximum = Math.Max(maximum, value);
        }

        // Rounding could move the mean of equal values slightly outside their range.
        double mean = Math.Clamp(sum / values.Length, minimum, maximum);
        double squares = 0;
        foreach (double value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        return new SummaryStatistics
        {
            Mean = mean,
            Minimum = minimum,
            Maximum = maximum,
            StandardDeviation = values.Length == 1 ? 0 : Math.Sqrt(squares / (values.Length - 1)),
        };
    }

    /// <summary>The mean, the range and the deviation, in one line.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Mean:0.0000} ({Minimum:0.0000} to {Maximum:0.0000}, deviation {StandardDeviation:0.0000})");
}
