using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Evaluation.Protocols;

/// <summary>What a <see cref="PrequentialProtocol"/> does. Immutable.</summary>
public sealed record PrequentialOptions
{
    /// <summary>
    /// How many evenly spaced points the learning curve has, 1 or more; 100 unless set. Never more than there are ratings.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int CurvePoints
    {
        get;
        init => field = OptionRange.AtLeast(value, 1, nameof(CurvePoints));
    } = 100;

    /// <summary>The scale of the ratings, which the recommenders are made for; half stars unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is the default value, which is no scale.</exception>
    public RatingScale Scale
    {
        get;
        init => field = OptionRange.Scale(value, nameof(Scale));
    } = RatingScale.HalfStars;
}
