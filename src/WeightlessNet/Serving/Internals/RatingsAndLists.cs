using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;

namespace WeightlessNet.Serving.Internals;

/// <summary>
/// Two models that learn the same ratings, each for the questions that it answers best: a hybrid predicts ratings, a ranking makes lists.
/// </summary>
/// <remarks>
/// Thread-safe, except that one user's ratings must not be changed by two threads at once: both models must see one order.
/// </remarks>
internal sealed class RatingsAndLists : ICounterfactualRecommender, IKnownUsersRecommender
{
    /// <summary>Creates the pair.</summary>
    public RatingsAndLists(HybridRecommender ratings, WeightlessRankingRecommender lists)
    {
        Ratings = ratings;
        Lists = lists;
    }

    /// <summary>Predicts ratings.</summary>
    public HybridRecommender Ratings { get; }

    /// <summary>Makes lists.</summary>
    public WeightlessRankingRecommender Lists { get; }

    /// <inheritdoc/>
    public int ItemCount => Ratings.ItemCount;

    /// <inheritdoc/>
    public RatingScale Scale => Ratings.Scale;

    /// <inheritdoc/>
    public int UserIdBound => Ratings.UserIdBound;

    /// <inheritdoc/>
    public void Learn(in Rating rating)
    {
        // Both check the rating in the same way, so an invalid one changes neither.
        Ratings.Learn(rating);
        Lists.Learn(rating);
    }

    /// <summary>Learns a rating in the place of another one that is forgotten.</summary>
    public void Replace(in Rating rating)
    {
        Learn(rating);
        Lists.Withdraw(rating.User, rating.Item);
    }

    /// <inheritdoc/>
    public bool Forget(int user, int item)
    {
        bool wasRated = Ratings.Forget(user, item);
        Lists.Forget(user, item);
        Lists.Withdraw(user, item);
        return wasRated;
    }

    /// <inheritdoc/>
    public int ForgetUser(int user)
    {
        int count = Ratings.ForgetUser(user);
        Lists.ForgetUser(user);
        Lists.Withdraw(user, null);
        return count;
    }

    /// <inheritdoc/>
    public double Predict(int user, int item) => Ratings.Predict(user, item);

    /// <inheritdoc/>
    public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default) =>
        Lists.Recommend(user, destination, excluded);

    /// <inheritdoc/>
    public int Recommend(int user, Span<ScoredItem> destination, in RecommendationFilter filter) =>
        Lists.Recommend(user, destination, filter);

    /// <inheritdoc/>
    public Explanation Explain(int user, int item) => Lists.Explain(user, item);

    /// <inheritdoc/>
    public Standing StandingOf(int user, int item, in RecommendationFilter filter = default) =>
        Lists.StandingOf(user, item, filter);

    /// <inheritdoc/>
    public Standing WithoutRating(int user, int ratedItem, int item, in RecommendationFilter filter = default) =>
        Lists.WithoutRating(user, ratedItem, item, filter);

    /// <inheritdoc/>
    public Standing IfRated(in Rating rating, int item, in RecommendationFilter filter = default) =>
        Lists.IfRated(rating, item, filter);

    /// <inheritdoc/>
    public IReadOnlyList<Counterfactual> WhatWouldChange(
        int user, int item, int count, in RecommendationFilter filter = default) =>
        Lists.WhatWouldChange(user, item, count, filter);
}
