namespace WeightlessNet.Recommenders;

/// <summary>A recommender that can give the recent ratings of individual users more weight.</summary>
/// <remarks>
/// The setting belongs to one user and does not affect others. After a reset every answer is as if it had never been changed.
/// <see cref="IForgettingRecommender.ForgetUser"/> resets it.
/// </remarks>
public interface IRecencyRecommender : IFilteringRecommender
{
    /// <summary>How the recent ratings of a user are weighted.</summary>
    /// <param name="user">The user's id, 0 or more; may be unknown.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="user"/> is negative.</exception>
    UserRecency RecencyOf(int user);

    /// <summary>Sets how the recent ratings of a user are weighted, including ratings learned later.</summary>
    /// <param name="user">The user's id, 0 or more; may be unknown.</param>
    /// <param name="recency">The weighting.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="user"/> is negative, or <paramref name="recency"/> is not a defined value.
    /// </exception>
    void SetRecency(int user, UserRecency recency);

    /// <summary>
    /// Where an item would stand if the recent ratings of the user were weighted differently. Other threads never see this state.
    /// </summary>
    /// <param name="user">The user's id, 0 or more; may be unknown.</param>
    /// <param name="recency">The hypothetical weighting.</param>
    /// <param name="item">The item in question, in the catalog.</param>
    /// <param name="filter">The filter under which items are ranked.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="user"/> is negative, <paramref name="recency"/> is not a defined value, or <paramref name="item"/> is not in the
    /// catalog.
    /// </exception>
    Standing StandingWith(int user, UserRecency recency, int item, in RecommendationFilter filter = default);
}
