namespace WeightlessNet.Bits;

/// <summary>
/// Exponentials and logarithms with the same bits on every machine, which those of a platform's math library do not have. They use only
/// the four basic operations, which IEEE 754 rounds exactly. Accurate to a few units in the last place.
/// </summary>
internal static class PortableMath
{
    // ln 2 in two parts. The first has trailing zeros, so that its product with an exponent is exact.
    private const double Ln2High = 0.693147180369123816490;
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const double Log2OfE = 1.44269504088896340736;
    private const double SquareRootOfHalf = 0.70710678118654752440;

    /// <summary>The natural logarithm, like <see cref="Math.Log(double)"/>.</summary>
    public static double Log(double x)
    {
        if (!(x > 0) || double.IsPositiveInfinity(x))
        {
            return x == 0 ? double.NegativeInfinity : x > 0 ? x : double.NaN;
        }

        int exponent = Math.ILogB(x) + 1;
        double mantissa = Math.ScaleB(x, -exponent);
        if (mantissa < SquareRootOfHalf)
        {
            mantissa *= 2;
            exponent--;
        }

        // log m = 2 artanh s with s = (m - 1) / (m + 1), at most 0.172: a series in s squared.
        double s = (mantissa - 1) / (mantissa + 1);
        double square = s * s;
        double sum = 0;
        for (int power = 23; power >= 3; power -= 2)
        {
            sum = (sum + (1.0 / power)) * square;
        }

        return (exponent * Ln2High) + ((2 * s) + ((2 * s * sum) + (exponent * Ln2Low)));
    }

    /// <summary>e to the power of x, like <see cref="Math.Exp(double)"/>.</summary>
    public static double Exp(double x)
    {
        if (!(Math.Abs(x) <= 746))
        {
            return double.IsNaN(x) ? x : x > 0 ? double.PositiveInfinity : 0;
        }

        // |rest| is at most ln 2 / 2: Taylor's series to the 14th power.
        double exponent = Math.Floor((x * Log2OfE) + 0.5);
        double rest = x - (exponent * Ln2High) - (exponent * Ln2Low);
        double sum = 1;
        for (int power = 14; power >= 1; power--)
        {
            sum = 1 + (sum * rest / power);
        }

        return Math.ScaleB(sum, (int)exponent);
    }

    /// <summary>e to the power of x, minus 1; accurate near 0 too (Kahan's correction for the cancellation).</summary>
    public static double ExpM1(double x)
    {
        double power = Exp(x);
        double less = power - 1;
        return power == 1 ? x : less == -1 || !double.IsFinite(power) ? less : less * x / Log(power);
    }

    /// <summary>The natural logarithm of 1 + x; accurate near 0 too.</summary>
    public static double LogP1(double x)
    {
        double sum = 1 + x;
        return sum == 1 ? x : sum == 0 || !double.IsFinite(sum) ? Log(sum) : Log(sum) * x / (sum - 1);
    }
}
