using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Evaluation.Protocols;

/// <summary>Options of a <see cref="ColdStartProtocol"/>. Immutable.</summary>
public sealed record ColdStartOptions
{
    /// <summary>
    /// The numbers of known ratings per user to evaluate; 1, 2, 5, 10, 20, 50 and 100 by default. 0 stands for a user without ratings.
    /// Only users who have enough ratings for the highest number are tested.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">The list is empty or a number repeats.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public IReadOnlyList<int> KnownRatings
    {
        get;
        init => field = OptionRange.Numbers(value, 0, nameof(KnownRatings));
    } = Array.AsReadOnly([1, 2, 5, 10, 20, 50, 100]);

    /// <summary>
    /// The share of each tested user's ratings that is held out at random, rounded to whole ratings; above 0 and below 1, 0.2 by default.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0 and below 1.</exception>
    public double HeldOutShare { get; init => field = OptionRange.Share(value, nameof(HeldOutShare)); } = 0.2;

    /// <summary>
    /// The number of groups that the tested users are divided into, 2 or more; 5 by default. The users of one group are cold at the same
    /// time: more groups leave more training data of other users, but cost one more training per group and number of known ratings.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 2.</exception>
    public int Groups { get; init => field = OptionRange.AtLeast(value, 2, nameof(Groups)); } = 5;

    /// <summary>The seed of the groups, of the held-out ratings and of the order in which a user's ratings become known.</summary>
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
}
