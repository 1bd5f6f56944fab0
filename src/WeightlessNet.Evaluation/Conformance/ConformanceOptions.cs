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

    /// <summary>
    /// How many random histories of changes the check "histories" makes, 1 or more; 20 unless set. A history learns, replaces and forgets
    /// ratings of up to 8 users, and does what else is offered: recency, export and import, <see cref="IBatchRecommender.Fit"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int ChangeHistories
    {
        get;
        init => field = OptionRange.AtLeast(value, 1, nameof(ChangeHistories));
    } = 20;

    /// <summary>
    /// Further changes of one user that the type offers, such as tuning; they are made in histories of changes. Each receives the
    /// recommender, the user, and a random number from 0 to 999 that decides what is changed. Changes of different users run at the same
    /// time.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public IReadOnlyList<Action<IRecommender, int, int>> UserChanges
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(UserChanges));
    } = [];

    /// <summary>
    /// Further changes that concern all users, such as an item that comes or goes; they are made in histories of changes. Each receives the
    /// recommender and a random number from 0 to 999 that decides what is changed. One thread makes them, while others change users: the
    /// result must not depend on when. The items of the beginning are rated all the time. Users from 100 up are nobody else's.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public IReadOnlyList<Action<IRecommender, int>> SharedChanges
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(SharedChanges));
    } = [];

    /// <summary>
    /// Further trainings that the type offers, besides <see cref="IBatchRecommender.Fit"/>; they are made in histories of changes. Each
    /// receives the recommender and a random number from 0 to 999. It runs while nothing else changes.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public IReadOnlyList<Action<IRecommender, int>> Trainings
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Trainings));
    } = [];

    /// <summary>
    /// Whether the type promises that one of the <see cref="Trainings"/> depends on the ratings of the moment and not on earlier trainings.
    /// In histories of changes it then also runs once while other threads make changes, before it runs alone.
    /// </summary>
    public bool AreTrainingsIndependent { get; init; }

    /// <summary>Whether the type promises that the order in which ratings are learned does not matter.</summary>
    public bool IsOrderFree { get; init; }

    /// <summary>
    /// Whether the type promises that the order of the ratings given to <see cref="IBatchRecommender.Fit"/> does not matter.
    /// </summary>
    public bool IsFitOrderFree { get; init; }

    /// <summary>Saves a recommender and loads it again; storage is not checked where null.</summary>
    public Func<IRecommender, IRecommender>? SaveAndLoad { get; init; }
}
