namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>What the factors have to explain: a rating minus the mean of all, in quarters of the rating range.</summary>
internal readonly struct MatrixFactorizationTarget(double mean, double unit)
{
    /// <summary>A quarter of the rating range.</summary>
    public static double UnitOf(RatingScale scale) => ((double)scale.Maximum - scale.Minimum) / 4;

    /// <summary>The part of a rating that the factors have to explain.</summary>
    public double Of(double value) => (value - mean) / unit;

    /// <summary>The rating for a value that the factors explain.</summary>
    public double RatingOf(double explained) => mean + (explained * unit);
}
