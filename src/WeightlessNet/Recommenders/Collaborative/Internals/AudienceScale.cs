using System.Runtime.Intrinsics;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>
/// How the audience columns of one side follow from its factors of the implicit factorization, and the sum of the products of these.
/// </summary>
/// <remarks>Immutable.</remarks>
internal sealed class AudienceScale
{
    private const double LeastMeanSquare = 1e-12;

    private readonly double[] _scales;
    private readonly Vector256<double>[] _gram;

    /// <summary>Creates a scale of stored numbers.</summary>
    /// <param name="scales">Of each factor what it is multiplied by.</param>
    /// <param name="gram">The sum of the outer products of all members' factors, row after row.</param>
    public AudienceScale(double[] scales, Vector256<double>[] gram)
    {
        _scales = scales;
        _gram = gram;
    }

    /// <summary>Of each factor what it is multiplied by.</summary>
    public ReadOnlySpan<double> Scales => _scales;

    /// <summary>The sum of the outer products of all members' factors, row after row.</summary>
    public ReadOnlySpan<Vector256<double>> Gram => _gram;

    /// <summary>The scale that gives every column a mean square of 1.</summary>
    public static AudienceScale Of(ImplicitFactors factors)
    {
        double[] scales = new double[factors.FactorCount];
        for (int member = 0; member < factors.Count; member++)
        {
            ReadOnlySpan<double> numbers = factors.NumbersOf(member);
            for (int factor = 0; factor < scales.Length; factor++)
            {
                scales[factor] += numbers[factor] * numbers[factor];
            }
        }

        foreach (ref double scale in scales.AsSpan())
        {
            scale = 1 / Math.Sqrt((scale / Math.Max(1, factors.Count)) + LeastMeanSquare);
        }

        return new AudienceScale(scales, [.. factors.Gram]);
    }

    /// <summary>The columns of a member with these factors.</summary>
    public void ToColumns(ReadOnlySpan<double> factors, Span<double> columns)
    {
        for (int factor = 0; factor < _scales.Length; factor++)
        {
            columns[factor] = factors[factor] * _scales[factor];
        }
    }

    /// <summary>The factors of a member with these columns.</summary>
    public void ToFactors(ReadOnlySpan<double> columns, Span<double> factors)
    {
        for (int factor = 0; factor < _scales.Length; factor++)
        {
            factors[factor] = columns[factor] / _scales[factor];
        }
    }
}
