using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Evaluation.Protocols;

/// <summary>Options of a <see cref="TasteChangeProtocol"/>. Immutable.</summary>
public sealed record TasteChangeOptions
{
    /// <summary>The highest number of users whose taste changes, 1 or more; 50 by default. If fewer users have enough ratings, all of
    /// them change.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaximumUsers { get; init => field = OptionRange.AtLeast(value, 1, nameof(MaximumUsers)); } = 50;

    /// <summary>How many ratings of each of these users are in the training data, 0 or more; 50 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int HistoryRatings { get; init => field = OptionRange.AtLeast(value, 0, nameof(HistoryRatings)); } = 50;

    /// <summary>
    /// How many ratings of each user are predicted and then learned before the change, 1 or more; 50 by default. Their error is the level
    /// to recover to.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int RatingsBefore { get; init => field = OptionRange.AtLeast(value, 1, nameof(RatingsBefore)); } = 50;

    /// <summary>How many ratings of each user are predicted and then learned after the change, 1 or more; 100 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int RatingsAfter { get; init => field = OptionRange.AtLeast(value, 1, nameof(RatingsAfter)); } = 100;

    /// <summary>How many ratings of each user form one point of the error curve, 1 or more; 10 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int Window { get; init => field = OptionRange.AtLeast(value, 1, nameof(Window)); } = 10;

    /// <summary>
    /// How far above the error before the change an error may be to count as recovered, as a share of the former; above 0 and below 1,
    /// 0.05 by default.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0 and below 1.</exception>
    public double Tolerance { get; init => field = OptionRange.Share(value, nameof(Tolerance)); } = 0.05;

    /// <summary>The seed of the sample of users.</summary>
    public ulong Seed { get; init; }

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

    /// <summary>How many ratings a user needs to take part.</summary>
    internal long RatingsNeeded => (long)HistoryRatings + RatingsBefore + RatingsAfter;
}
