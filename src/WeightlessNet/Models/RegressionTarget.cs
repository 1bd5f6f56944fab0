namespace WeightlessNet.Models;

/// <summary>Converts targets of regressions to whole multiples of 2^-20, so that sums are exact and can be undone.</summary>
internal static class RegressionTarget
{
    /// <summary>The largest absolute value of a target.</summary>
    public const double Greatest = 1L << 40;

    private const double Unit = 1 << 20;

    public static long ToUnits(double target)
    {
        ThrowIfNotATarget(target);
        return (long)Math.Round(target * Unit, MidpointRounding.ToEven);
    }

    /// <summary>Throws if a target is out of range.</summary>
    public static void ThrowIfNotATarget(double target)
    {
        if (!(double.Abs(target) <= Greatest))
        {
            throw new ArgumentOutOfRangeException(nameof(target), target, $"A target must be {-Greatest} to {Greatest}.");
        }
    }

    /// <summary>Throws if one of the targets is out of range.</summary>
    public static void ThrowIfNotTargets(ReadOnlySpan<double> targets)
    {
        for (int i = 0; i < targets.Length; i++)
        {
            if (!(double.Abs(targets[i]) <= Greatest))
            {
                throw new ArgumentOutOfRangeException(nameof(targets), targets[i], $"Target {i} must be {-Greatest} to {Greatest}.");
            }
        }
    }

    public static double FromUnits(double units) => units / Unit;
}
