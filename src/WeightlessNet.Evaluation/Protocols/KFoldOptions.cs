using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Evaluation.Protocols;

/// <summary>What a <see cref="KFoldProtocol"/> does. Immutable.</summary>
public sealed record KFoldOptions
{
    /// <summary>How many folds the ratings are split into, 2 or more; 5 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 2.</exception>
    public int Folds
    {
        get;
        init => field = OptionRange.AtLeast(value, 2, nameof(Folds));
    } = 5;

    /// <summary>The seed of the split; equal seeds and ratings give equal folds.</summary>
    public ulong Seed { get; init; }

    /// <summary>The scale of the ratings, which the recommenders are made for; half stars unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is the default value, which is no scale.</exception>
    public RatingScale Scale
    {
        get;
        init => field = OptionRange.Scale(value, nameof(Scale));
    } = RatingScale.HalfStars;
}
