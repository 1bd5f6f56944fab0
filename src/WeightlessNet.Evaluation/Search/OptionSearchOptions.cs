using System.Collections.ObjectModel;
using WeightlessNet.Evaluation.Protocols;
using WeightlessNet.Evaluation.Splits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Evaluation.Search;

/// <summary>Options of an <see cref="OptionSearch"/>. Immutable.</summary>
public sealed record OptionSearchOptions
{
    /// <summary>The figure to make as good as possible; RMSE by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not defined.</exception>
    public SearchGoal Goal { get; init => field = OptionRange.Defined(value, nameof(Goal)); } = SearchGoal.Rmse;

    /// <summary>
    /// Which ratings judge the chosen setting, and take no part in the choice; a random fifth of each user's ratings, seed 0, by default.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is <see langword="null"/>.</exception>
    public RatingSplit Split
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Split));
    } = RatingSplit.RandomPerUser();

    /// <summary>
    /// How the other ratings are divided to choose: every setting is trained and tested on each of these splits. By default a random fifth
    /// of each user's ratings, with the seeds 1, 2 and 3. For a <see cref="Split"/> by time, choose by time too.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">There is no split, or one is <see langword="null"/>.</exception>
    public IReadOnlyList<RatingSplit> InnerSplits
    {
        get;
        init => field = Checked(value, nameof(InnerSplits));
    } = Array.AsReadOnly([.. Enumerable.Range(1, 3).Select(seed => RatingSplit.RandomPerUser(seed: (ulong)seed))]);

    /// <summary>
    /// The highest number of settings to try, 1 or more. If there are more, that many are drawn at random, the first values of all
    /// parameters among them: a random search. <see langword="null"/>, the default, tries all: a grid search.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int? MaximumSettings
    {
        get;
        init => field = value is { } count ? OptionRange.AtLeast(count, 1, nameof(MaximumSettings)) : null;
    }

    /// <summary>The seed of the random search.</summary>
    public ulong Seed { get; init; }

    /// <summary>The length of lists, 1 or more, for goals of rankings; 10 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int ListLength { get; init => field = OptionRange.AtLeast(value, 1, nameof(ListLength)); } = 10;

    /// <inheritdoc cref="RankingOptions.RelevantFrom"/>
    public float? RelevantFrom { get; init; }

    /// <summary>
    /// The scale of the ratings, which every recommender is created for. <see langword="null"/>, the default, finds it by the values of all
    /// ratings, including those that judge the choice, as in <see cref="KFoldOptions.Scale"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is <see langword="default"/>, which is not a valid scale.</exception>
    public RatingScale? Scale { get; init => field = OptionRange.Scale(value, nameof(Scale)); }

    /// <inheritdoc cref="KFoldOptions.MaxDegreeOfParallelism"/>
    public int MaxDegreeOfParallelism { get; init => field = OptionRange.AtLeast(value, 1, nameof(MaxDegreeOfParallelism)); } = 1;

    private static ReadOnlyCollection<RatingSplit> Checked(IReadOnlyList<RatingSplit> splits, string name)
    {
        ArgumentNullException.ThrowIfNull(splits, name);
        RatingSplit[] copy = [.. splits];
        return copy.Length > 0 && !copy.Contains(null)
            ? Array.AsReadOnly(copy)
            : throw new ArgumentException("There must be one split or more, and none may be null.", name);
    }
}
