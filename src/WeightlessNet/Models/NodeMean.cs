using System.Globalization;
using WeightlessNet.Bits;

namespace WeightlessNet.Models;

/// <summary>How a regression combines the predictions of its nodes: one of eight means.</summary>
/// <remarks>
/// Never NaN, and never below the smallest or above the largest value. Values for which a mean is undefined (negative ones for power,
/// harmonic, harmonic power and geometric; any outside 0 to 1, or both 0 and 1, for logistic) give the simple mean instead. The same
/// values give the same bits on every machine. The eight means are those of Lusquino Filho et al., "Extending the weightless WiSARD
/// classifier for regression" (Neurocomputing 2020). Immutable and thread-safe.
/// </remarks>
public sealed class NodeMean
{
    // Below this exponent, a power mean equals the geometric mean to the last place.
    private const double SmallestExponent = 1e-20;

    private NodeMean(NodeMeanKind kind, double exponent = 1)
    {
        Kind = kind;
        Exponent = exponent;
    }

    /// <summary>The arithmetic mean.</summary>
    public static NodeMean Simple { get; } = new(NodeMeanKind.Simple);

    /// <summary>The middle value, or the mean of the two middle values.</summary>
    public static NodeMean Median { get; } = new(NodeMeanKind.Median);

    /// <summary>The inverse of the mean of inverses; 0 if a value is 0.</summary>
    public static NodeMean Harmonic { get; } = new(NodeMeanKind.Harmonic);

    /// <summary>The exponential of the mean of logarithms; 0 if a value is 0.</summary>
    public static NodeMean Geometric { get; } = new(NodeMeanKind.Geometric);

    /// <summary>The logarithm of the mean of exponentials, computed without overflow.</summary>
    public static NodeMean Exponential { get; } = new(NodeMeanKind.Exponential);

    /// <summary>The logistic function of the mean of log-odds, for values of 0 to 1; 0 if a value is 0, 1 if a value is 1.</summary>
    public static NodeMean Logistic { get; } = new(NodeMeanKind.Logistic);

    /// <summary>The kind of mean.</summary>
    internal NodeMeanKind Kind { get; }

    /// <summary>The exponent of the power means; 1 for the others.</summary>
    internal double Exponent { get; }

    /// <summary>The p-th root of the mean of p-th powers.</summary>
    /// <param name="exponent">p, finite and above 0.</param>
    /// <returns>The mean.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="exponent"/> is out of range.</exception>
    public static NodeMean Power(double exponent) => new(NodeMeanKind.Power, Checked(exponent));

    /// <summary>The inverse of the power mean of inverses; 0 if a value is 0.</summary>
    /// <param name="exponent">p, finite and above 0.</param>
    /// <returns>The mean.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="exponent"/> is out of range.</exception>
    public static NodeMean HarmonicPower(double exponent) => new(NodeMeanKind.HarmonicPower, Checked(exponent));

    /// <summary>Computes the mean.</summary>
    /// <param name="values">The values, finite, at least one; they are sorted in place.</param>
    /// <returns>The mean; not below the smallest and not above the largest value.</returns>
    /// <exception cref="ArgumentException">There is no value, or one is NaN or infinite.</exception>
    public double Of(Span<double> values)
    {
        if (values.IsEmpty)
        {
            throw new ArgumentException("A mean needs at least one value.", nameof(values));
        }

        foreach (double value in values)
        {
            if (!double.IsFinite(value))
            {
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"A value is {value}; it must be finite."), nameof(values));
            }
        }

        // Sorted, so that sums do not depend on the order of the nodes.
        values.Sort();
        double least = values[0];
        double greatest = values[^1];
        double mean = Kind switch
        {
            NodeMeanKind.Median => (values[(values.Length - 1) / 2] / 2) + (values[values.Length / 2] / 2),
            NodeMeanKind.Power when least >= 0 => PowerOf(values, Exponent, greatest),
            NodeMeanKind.Harmonic or NodeMeanKind.HarmonicPower when least > 0 => PowerOf(values, -Exponent, least),
            NodeMeanKind.Harmonic or NodeMeanKind.HarmonicPower or NodeMeanKind.Geometric when least == 0 => 0,
            NodeMeanKind.Geometric when least > 0 => GeometricOf(values, greatest),
            NodeMeanKind.Exponential => ExponentialOf(values, greatest),
            NodeMeanKind.Logistic when least > 0 && greatest < 1 => LogisticOf(values),
            NodeMeanKind.Logistic when least == 0 && greatest < 1 => 0,
            NodeMeanKind.Logistic when least > 0 && greatest == 1 => 1,
            _ => SimpleOf(values),
        };
        return Math.Clamp(mean, least, greatest);
    }

    // Scaled by one of the values, so that no power overflows, and computed from powers minus 1, which are accurate for small exponents.
    private static double PowerOf(ReadOnlySpan<double> values, double exponent, double scale)
    {
        if (scale == 0)
        {
            return 0;
        }

        if (Math.Abs(exponent) < SmallestExponent && values[0] > 0)
        {
            return GeometricOf(values, scale);
        }

        double powersMinus1 = MeanOf(
            values, (exponent, scale), static (value, power) => PortableMath.ExpM1(power.exponent * LogOfRatio(value, power.scale)));
        return scale * PortableMath.Exp(PortableMath.LogP1(powersMinus1) / exponent);
    }

    private static double GeometricOf(ReadOnlySpan<double> values, double scale) =>
        scale * PortableMath.Exp(MeanOf(values, scale, LogOfRatio));

    private static double ExponentialOf(ReadOnlySpan<double> values, double greatest) =>
        greatest + PortableMath.Log(MeanOf(values, greatest, static (value, greatest) => PortableMath.Exp(value - greatest)));

    private static double LogisticOf(ReadOnlySpan<double> values)
    {
        double logOdds = MeanOf(values, 1.0, static (value, one) => PortableMath.Log(value / (one - value)));
        return 1 / (1 + PortableMath.Exp(-logOdds));
    }

    // Dividing last rounds less. Only if the sum overflows, the values are divided first.
    private static double SimpleOf(ReadOnlySpan<double> values)
    {
        double mean = MeanOf(values, 1.0, static (value, divisor) => value / divisor);
        return double.IsFinite(mean)
            ? mean
            : MeanOf(values, (double)values.Length, static (value, divisor) => value / divisor) * values.Length;
    }

    private static double LogOfRatio(double value, double scale)
    {
        double ratio = value / scale;
        return double.IsNormal(ratio) ? PortableMath.Log(ratio) : PortableMath.Log(value) - PortableMath.Log(scale);
    }

    private static double MeanOf<TState>(ReadOnlySpan<double> values, TState state, Func<double, TState, double> function)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += function(value, state);
        }

        return sum / values.Length;
    }

    /// <summary>The kind of mean, of the power means with the exponent, such as "Power(2)"; the same in every culture.</summary>
    public override string ToString() => Kind is NodeMeanKind.Power or NodeMeanKind.HarmonicPower
        ? FormattableString.Invariant($"{Kind}({Exponent})")
        : Kind.ToString();

    private static double Checked(double exponent) => double.IsFinite(exponent) && exponent > 0
        ? exponent
        : throw new ArgumentOutOfRangeException(nameof(exponent), exponent, "The exponent must be finite and above 0.");
}
