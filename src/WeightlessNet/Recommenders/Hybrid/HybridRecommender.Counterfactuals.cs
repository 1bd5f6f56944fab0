namespace WeightlessNet.Recommenders.Hybrid;

/// <content>Standings and counterfactuals with the present central model, and the recency of individual users.</content>
public sealed partial class HybridRecommender : IRecencyRecommender
{
    /// <inheritdoc/>
    public Standing StandingOf(int user, int item, in RecommendationFilter filter = default) => _personal.StandingOf(user, item, filter);

    /// <summary>
    /// Where an item would stand without one of the user's ratings. The central model is not changed, even if it was trained on that
    /// rating.
    /// </summary>
    /// <inheritdoc/>
    public Standing WithoutRating(int user, int ratedItem, int item, in RecommendationFilter filter = default) =>
        _personal.WithoutRating(user, ratedItem, item, filter);

    /// <inheritdoc/>
    public Standing IfRated(in Rating rating, int item, in RecommendationFilter filter = default) =>
        _personal.IfRated(rating, item, filter);

    /// <inheritdoc/>
    public IReadOnlyList<Counterfactual> WhatWouldChange(int user, int item, int count, in RecommendationFilter filter = default) =>
        _personal.WhatWouldChange(user, item, count, filter);

    /// <inheritdoc/>
    public UserRecency RecencyOf(int user) => _personal.RecencyOf(user);

    /// <inheritdoc/>
    public void SetRecency(int user, UserRecency recency)
    {
        // The lock keeps the setting if another thread is replacing the networks.
        lock (_replacing)
        {
            _personal.SetRecency(user, recency);
        }
    }

    /// <inheritdoc/>
    public Standing StandingWith(int user, UserRecency recency, int item, in RecommendationFilter filter = default) =>
        _personal.StandingWith(user, recency, item, filter);
}
