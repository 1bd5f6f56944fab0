namespace WeightlessNet.Recommenders.Ratings.Internals;

/// <summary>
/// Ratings as whole numbers: the range of a scale is <see cref="Range"/> units. With integers, learning is exact addition, forgetting is
/// exact subtraction, and every machine gives the same answer.
/// </summary>
internal readonly struct RatingUnits
{
    /// <summary>How many units the range of a scale has: for half stars a unit is 0.0003 star.</summary>
    public const int Range = 1 << 14;

    /// <summary>How many binary digits below the unit scores have, and the adjustments that are added to them.</summary>
    public const int AnswerBits = 6;

    private readonly RatingScale _scale;
    private readonly double _unitsPerPoint;
    private readonly double _pointsPerRange;

    public RatingUnits(RatingScale scale)
    {
        _scale = scale;
        _pointsPerRange = (double)scale.Maximum - scale.Minimum;
        _unitsPerPoint = Range / _pointsPerRange;
    }

    /// <summary>A rating as units above the lowest rating.</summary>
    public int FromRating(float value) => (int)Math.Round(((double)value - _scale.Minimum) * _unitsPerPoint, MidpointRounding.AwayFromZero);

    /// <summary>A difference of ratings, from units with further binary digits.</summary>
    /// <param name="units">The difference times 2^<paramref name="fractionBits"/>.</param>
    /// <param name="fractionBits">How many binary digits lie below the unit.</param>
    public double ToDifference(long units, int fractionBits) => units * _pointsPerRange / ((long)Range << fractionBits);
}
