using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Evaluation.Conformance;

/// <summary>
/// What a <see cref="RecommenderConformance"/> checks beyond the contracts, and how much of it. Which capabilities are checked is asked
/// of the recommender itself. Immutable.
/// </summary>
public sealed record ConformanceOptions
{
    /// <summary>The seed of the histories; equal seeds give equal histories.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How many random histories of ratings each promise is checked with, 1 or more; 5 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int Histories
    {
        get;
        init => field = OptionRange.AtLeast(value, 1, nameof(Histories));
    } = 5;

    /// <summary>Whether the type promises that the order in which ratings are learned does not matter.</summary>
    public bool IsOrderFree { get; init; }

    /// <summary>
    /// Whether the type promises that the order of the ratings given to <see cref="IBatchRecommender.Fit"/> does not matter.
    /// </summary>
    public bool IsFitOrderFree { get; init; }

    /// <summary>Saves a recommender and loads it again; storage is not checked where null.</summary>
    public Func<IRecommender, IRecommender>? SaveAndLoad { get; init; }
}
