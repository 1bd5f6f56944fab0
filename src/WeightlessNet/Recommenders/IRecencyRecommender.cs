namespace WeightlessNet.Recommenders;

/// <summary>A recommender that can weigh the recent ratings of single users more.</summary>
/// <remarks>
/// The setting belongs to the user and changes nothing for others. When it is set back, every answer is what it would be had it never been
/// changed. <see cref="IForgettingRecommender.ForgetUser"/> sets it back.
/// </remarks>
public interface IRecencyRecommender : IFilteringRecommender
{
    /// <summary>How the recent ratings of a user count.</summary>
    /// <param name="user">The user's id, 0 or more; it may be unknown.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="user"/> is negative.</exception>
    UserRecency RecencyOf(int user);

    /// <summary>Sets how the recent ratings of a user count, those that are to come too.</summary>
    /// <param name="user">The user's id, 0 or more; it may be unknown.</param>
    /// <param name="recency">How they count.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="user"/> is negative, or <paramref name="recency"/> is not one.
    /// </exception>
    void SetRecency(int user, UserRecency recency);

    /// <summary>Where an item would stand if the recent ratings of the user counted otherwise. Other threads never see it.</summary>
    /// <param name="user">The user's id, 0 or more; it may be unknown.</param>
    /// <param name="recency">How they would count.</param>
    /// <param name="item">The item in question, in the catalog.</param>
    /// <param name="filter">The filter under which items are ranked.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="user"/> is negative, <paramref name="recency"/> is not one, or <paramref name="item"/> is not in the catalog.
    /// </exception>
    Standing StandingWith(int user, UserRecency recency, int item, in RecommendationFilter filter = default);
}
