namespace WeightlessNet.Recommenders;

/// <summary>A recommender that ranks with a filter: allowed items, adjusted scores, items that come first.</summary>
public interface IFilteringRecommender : IRecommender
{
    /// <summary>
    /// Writes the items for a user that pass a filter: the filter's <see cref="RecommendationFilter.First"/> items in their order, then the
    /// others, best first. Items that the user has rated are left out.
    /// </summary>
    /// <param name="user">The user's id, 0 or more; may be unknown.</param>
    /// <param name="destination">Receives the items; its length is the number of items wanted.</param>
    /// <param name="filter">Which items may be recommended, which come first, and what is added to their scores.</param>
    /// <returns>The number of items written: fewer than wanted if no more pass.</returns>
    /// <remarks>Except the first items, items with equal scores are ordered by id.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="user"/> is negative.</exception>
    int Recommend(int user, Span<ScoredItem> destination, in RecommendationFilter filter);
}
