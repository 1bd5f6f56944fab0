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

    /// <summary>
    /// The scale of the ratings, which every recommender is created for. <see langword="null"/>, the default, finds it by the values: stars
    /// or half stars if all values are of them, otherwise from the lowest value to the highest.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is <see langword="default"/>, which is not a valid scale.</exception>
    public RatingScale? Scale { get; init => field = OptionRange.Scale(value, nameof(Scale)); }

    /// <summary>
    /// The names of the <see cref="PlainBaselines"/> to evaluate too: all for prediction errors by default; an empty list for none.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">A name repeats or is not that of a baseline for prediction errors.</exception>
    public IReadOnlyList<string> Baselines
    {
        get;
        init => field = PlainBaselines.Chosen(value, PlainBaselines.ErrorNames, nameof(Baselines));
    } = PlainBaselines.ErrorNames;

    /// <summary>
    /// How many recommenders are trained and tested at the same time, 1 or more; 1 by default. Figures do not depend on it; measured times
    /// do, and so does memory. Factories are then called by several threads, but each recommender is used by one thread at a time.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxDegreeOfParallelism { get; init => field = OptionRange.AtLeast(value, 1, nameof(MaxDegreeOfParallelism)); } = 1;
}
