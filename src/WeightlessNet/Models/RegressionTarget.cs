namespace WeightlessNet.Models;

/// <summary>Targets of regressions as whole numbers of 2^-20, so that sums are exact and what was added can be taken away again.</summary>
internal static class RegressionTarget
{
    /// <summary>The greatest absolute value of a target.</summary>
    public const double Greatest = 1L << 40;

    private const double Unit = 1 << 20;

    public static long ToUnits(double target) => double.Abs(target) <= Greatest
        ? (long)Math.Round(target * Unit, MidpointRounding.ToEven)
        : throw new ArgumentOutOfRangeException(nameof(target), target, $"A target is a number of up to {Greatest} either way.");

    /// <summary>Refuses targets of which one is out of range.</summary>
    public static void ThrowIfNotTargets(ReadOnlySpan<double> targets)
    {
        foreach (double target in targets)
        {
            if (!(double.Abs(target) <= Greatest))
            {
                throw new ArgumentOutOfRangeException(nameof(targets), target, $"A target is a number of up to {Greatest} either way.");
            }
        }
    }

    public static double FromUnits(double units) => units / Unit;
}
