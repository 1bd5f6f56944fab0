namespace WeightlessNet.Models;

/// <summary>How a regression joins what its nodes say: one of eight means.</summary>
/// <remarks>
/// Never NaN: values that a mean is not defined for (negative ones for power, harmonic, harmonic power and geometric; any beyond 0 to 1
/// for logistic) give the simple mean instead, as does a result that is not finite. The eight are those of Lusquino Filho et al., "Extending the
/// weightless WiSARD classifier for regression" (Neurocomputing 2020). Immutable and thread-safe.
/// </remarks>
public sealed record NodeMean
{
    private NodeMean(NodeMeanKind kind, double exponent = 1)
    {
        Kind = kind;
        Exponent = exponent;
    }

    /// <summary>The arithmetic mean.</summary>
    public static NodeMean Simple { get; } = new(NodeMeanKind.Simple);

    /// <summary>The middle one, or the mean of the two in the middle.</summary>
    public static NodeMean Median { get; } = new(NodeMeanKind.Median);

    /// <summary>The inverse of the mean of inverses; 0 where a value is 0.</summary>
    public static NodeMean Harmonic { get; } = new(NodeMeanKind.Harmonic);

    /// <summary>The exponential of the mean of logarithms; 0 where a value is 0.</summary>
    public static NodeMean Geometric { get; } = new(NodeMeanKind.Geometric);

    /// <summary>The logarithm of the mean of exponentials, exact at any size of the values.</summary>
    public static NodeMean Exponential { get; } = new(NodeMeanKind.Exponential);

    /// <summary>The logistic function of the mean of log-odds, for values of 0 to 1.</summary>
    public static NodeMean Logistic { get; } = new(NodeMeanKind.Logistic);

    /// <summary>The kind of mean.</summary>
    public NodeMeanKind Kind { get; }

    /// <summary>The exponent of the power means; 1 for the others.</summary>
    public double Exponent { get; }

    /// <summary>The p-th root of the mean of p-th powers.</summary>
    /// <param name="exponent">p, finite and above 0.</param>
    /// <returns>The mean.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="exponent"/> is out of range.</exception>
    public static NodeMean Power(double exponent) => new(NodeMeanKind.Power, Checked(exponent));

    /// <summary>The inverse of the power mean of inverses; 0 where a value is 0.</summary>
    /// <param name="exponent">p, finite and above 0.</param>
    /// <returns>The mean.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="exponent"/> is out of range.</exception>
    public static NodeMean HarmonicPower(double exponent) => new(NodeMeanKind.HarmonicPower, Checked(exponent));

    /// <summary>Computes the mean.</summary>
    /// <param name="values">The values, finite, at least one; they are left in another order.</param>
    /// <returns>The mean, finite.</returns>
    /// <exception cref="ArgumentException">There is no value.</exception>
    public double Of(Span<double> values)
    {
        if (values.IsEmpty)
        {
            throw new ArgumentException("A mean is of one value at least.", nameof(values));
        }

        // In order, so that sums do not depend on the order of the nodes.
        values.Sort();
        double least = values[0];
        double greatest = values[^1];
        double mean = Kind switch
        {
            NodeMeanKind.Median => (values[(values.Length - 1) / 2] / 2) + (values[values.Length / 2] / 2),
            NodeMeanKind.Power when least >= 0 => PowerOf(values, Exponent, greatest),
            NodeMeanKind.Harmonic or NodeMeanKind.HarmonicPower when least > 0 => PowerOf(values, -Exponent, least),
            NodeMeanKind.Harmonic or NodeMeanKind.HarmonicPower or NodeMeanKind.Geometric when least == 0 => 0,
            NodeMeanKind.Geometric when least > 0 => Math.Exp(MeanOf(values, Math.Log)),
            NodeMeanKind.Exponential => greatest + Math.Log(MeanOf(values, value => Math.Exp(value - greatest))),
            NodeMeanKind.Logistic when least > 0 && greatest < 1 => LogisticOf(MeanOf(values, value => Math.Log(value / (1 - value)))),
            _ => double.NaN,
        };
        return double.IsFinite(mean) ? mean : MeanOf(values, value => value);
    }

    // Values relative to one of them, so that no power overflows.
    private static double PowerOf(ReadOnlySpan<double> values, double exponent, double scale) =>
        scale == 0 ? 0 : scale * Math.Pow(MeanOf(values, value => Math.Pow(value / scale, exponent)), 1 / exponent);

    private static double LogisticOf(double logOdds) => 1 / (1 + Math.Exp(-logOdds));

    private static double MeanOf(ReadOnlySpan<double> values, Func<double, double> function)
    {
        double mean = 0;
        for (int i = 0; i < values.Length; i++)
        {
            mean += (function(values[i]) - mean) / (i + 1);
        }

        return mean;
    }

    private static double Checked(double exponent) => double.IsFinite(exponent) && exponent > 0
        ? exponent
        : throw new ArgumentOutOfRangeException(nameof(exponent), exponent, "An exponent is finite and above 0.");
}
