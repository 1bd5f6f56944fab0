using WeightlessNet.Evaluation.Splits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Evaluation.Protocols;

/// <summary>Options of a <see cref="HoldOutProtocol"/>. Immutable.</summary>
public sealed record HoldOutOptions
{
    /// <summary>Which ratings are held out; a random fifth of each user's ratings, seed 0, by default.</summary>
    /// <exception cref="ArgumentNullException">The value is <see langword="null"/>.</exception>
    public RatingSplit Split
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Split));
    } = RatingSplit.RandomPerUser();

    /// <inheritdoc cref="KFoldOptions.Scale"/>
    public RatingScale? Scale { get; init => field = OptionRange.Scale(value, nameof(Scale)); }

    /// <inheritdoc cref="KFoldOptions.Baselines"/>
    public IReadOnlyList<string> Baselines
    {
        get;
        init => field = PlainBaselines.Chosen(value, PlainBaselines.ErrorNames, nameof(Baselines));
    } = PlainBaselines.ErrorNames;

    /// <inheritdoc cref="KFoldOptions.MaxDegreeOfParallelism"/>
    public int MaxDegreeOfParallelism { get; init => field = OptionRange.AtLeast(value, 1, nameof(MaxDegreeOfParallelism)); } = 1;
}
