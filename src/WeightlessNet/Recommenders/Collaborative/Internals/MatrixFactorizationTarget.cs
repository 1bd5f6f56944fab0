namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>What the factors are to explain: a rating less the mean of all, in quarters of the rating range.</summary>
internal readonly struct MatrixFactorizationTarget(double mean, double unit)
{
    /// <summary>The part of a rating that the factors are to explain.</summary>
    public double Of(double value) => (value - mean) / unit;

    /// <summary>The rating that is meant by what the factors explain.</summary>
    public double RatingOf(double explained) => mean + (explained * unit);
}
