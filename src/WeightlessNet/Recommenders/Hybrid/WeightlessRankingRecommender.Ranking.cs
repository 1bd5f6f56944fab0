using WeightlessNet.Recommenders.Hybrid.Internals;

namespace WeightlessNet.Recommenders.Hybrid;

public sealed partial class WeightlessRankingRecommender
{
    /// <inheritdoc/>
    int IKnownUsersRecommender.UserIdBound
    {
        get
        {
            int rated = _ratings.UserIdBound;
            int? trained = _versions.Current.Model.Centrals.Max(central => central.Get<IKnownUsersRecommender>()?.UserIdBound);
            return Math.Max(rated, trained ?? 0);
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// The score is in bits: roughly the binary logarithm of the probability that the user likes the item. A user without ratings gets the
    /// items that most users like.
    /// </remarks>
    public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default) =>
        Recommend(user, destination, new RecommendationFilter { Excluded = excluded });

    /// <summary>Writes the best items for a user that pass a filter, best first. Items that the user has rated are left out.</summary>
    /// <param name="user">The user's id, 0 or more; may be unknown.</param>
    /// <param name="destination">Receives the items; its length is the number of items wanted.</param>
    /// <param name="filter">
    /// Which items may be recommended, which come first, and what is added to their scores. An adjustment by one point of the rating scale
    /// is one bit here, so <see cref="RecommendationFilter.UnitsPerRange"/> units are as many bits as the scale's range has points.
    /// </param>
    /// <returns>The number of items written: fewer than wanted if no more pass.</returns>
    /// <remarks>Items with equal scores are ordered by id.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="user"/> is negative.</exception>
    public int Recommend(int user, Span<ScoredItem> destination, in RecommendationFilter filter)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        RankingUser? known = Read(user, out RankingVersion shared);
        using RankingReading reading = new(shared, known, Scale);
        return reading.Recommend(destination, filter);
    }
}
