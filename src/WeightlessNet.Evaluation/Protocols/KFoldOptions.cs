using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Evaluation.Protocols;

/// <summary>Options of a <see cref="KFoldProtocol"/>. Immutable.</summary>
public sealed record KFoldOptions
{
    /// <summary>The number of folds, 2 or more; 5 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 2.</exception>
    public int Folds { get; init => field = OptionRange.AtLeast(value, 2, nameof(Folds)); } = 5;

    /// <summary>The seed of the random split. Equal seeds and ratings give equal folds.</summary>
    public ulong Seed { get; init; }

    /// <summary>The scale of the ratings, which every recommender is created for; half stars by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is <see langword="default"/>, which is not a valid scale.</exception>
    public RatingScale Scale { get; init => field = OptionRange.Scale(value, nameof(Scale)); } = RatingScale.HalfStars;
}
