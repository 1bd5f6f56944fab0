namespace WeightlessNet.Recommenders;

/// <summary>A recommender that ranks under conditions: allowed items, adjusted scores, items that come first.</summary>
public interface IFilteringRecommender : IRecommender
{
    /// <summary>Writes the best items for a user that pass a filter, best first. Items that the user has rated are left out.</summary>
    /// <param name="user">The user's id, 0 or more; it may be unknown.</param>
    /// <param name="destination">Where to write; its length is the number of items wanted.</param>
    /// <param name="filter">Which items may be recommended, which come first, and what is added to their scores.</param>
    /// <returns>How many items were written: fewer than wanted where no more pass.</returns>
    /// <remarks>Items of equal score come in the order of their ids.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="user"/> is negative.</exception>
    int Recommend(int user, Span<ScoredItem> destination, in RecommendationFilter filter);
}
