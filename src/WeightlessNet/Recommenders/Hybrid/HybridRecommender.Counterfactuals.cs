namespace WeightlessNet.Recommenders.Hybrid;

/// <content>Where an item stands, and where it would stand, with the central model as it is; single users' recency.</content>
public sealed partial class HybridRecommender : IRecencyRecommender
{
    /// <inheritdoc/>
    public Standing StandingOf(int user, int item, in RecommendationFilter filter = default) => _personal.StandingOf(user, item, filter);

    /// <summary>
    /// Where an item would stand if the user had not given one of the ratings. The central model stays what it is, whether it was trained
    /// on that rating or not.
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
        // Not lost where another thread puts networks in place at this moment.
        lock (_replacing)
        {
            _personal.SetRecency(user, recency);
        }
    }

    /// <inheritdoc/>
    public Standing StandingWith(int user, UserRecency recency, int item, in RecommendationFilter filter = default) =>
        _personal.StandingWith(user, recency, item, filter);
}
