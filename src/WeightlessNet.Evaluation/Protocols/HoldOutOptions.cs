using WeightlessNet.Evaluation.Splits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Evaluation.Protocols;

/// <summary>What a <see cref="HoldOutProtocol"/> does. Immutable.</summary>
public sealed record HoldOutOptions
{
    /// <summary>Which ratings are held out; a random fifth of each user's, seed 0, unless set.</summary>
    /// <exception cref="ArgumentNullException">The value is <see langword="null"/>.</exception>
    public RatingSplit Split
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value, nameof(Split));
            field = value;
        }
    } = RatingSplit.RandomPerUser();

    /// <summary>The scale of the ratings, which the recommenders are made for; half stars unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is the default value, which is no scale.</exception>
    public RatingScale Scale
    {
        get;
        init => field = OptionRange.Scale(value, nameof(Scale));
    } = RatingScale.HalfStars;
}
