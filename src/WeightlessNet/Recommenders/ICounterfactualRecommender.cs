namespace WeightlessNet.Recommenders;

/// <summary>A recommender that answers exactly where an item would stand without one of the user's ratings, or with one more.</summary>
/// <remarks>
/// Every answer is the one that the recommender would give if the rating had really been forgotten or learned. Other threads never see the
/// hypothetical state, and afterwards all answers for all users are as before.
/// </remarks>
public interface ICounterfactualRecommender : IFilteringRecommender, IForgettingRecommender, IExplainingRecommender
{
    /// <summary>The score of an item and its rank among all that can be recommended.</summary>
    /// <param name="user">The user's id, 0 or more; may be unknown.</param>
    /// <param name="item">The item's id, in the catalog.</param>
    /// <param name="filter">The filter under which items are ranked.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="user"/> is negative or <paramref name="item"/> is not in the catalog.
    /// </exception>
    Standing StandingOf(int user, int item, in RecommendationFilter filter = default);

    /// <summary>Where an item would stand without one of the user's ratings.</summary>
    /// <param name="user">The user's id.</param>
    /// <param name="ratedItem">The rated item whose rating is left out; may be <paramref name="item"/> itself.</param>
    /// <param name="item">The item in question, in the catalog.</param>
    /// <param name="filter">The filter under which items are ranked.</param>
    /// <exception cref="ArgumentException">The user has not rated <paramref name="ratedItem"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An id is negative, or <paramref name="item"/> is not in the catalog.</exception>
    Standing WithoutRating(int user, int ratedItem, int item, in RecommendationFilter filter = default);

    /// <summary>Where an item would stand if a rating were learned; it replaces the user's earlier rating of that item, if any.</summary>
    /// <param name="rating">The hypothetical rating.</param>
    /// <param name="item">The item in question, in the catalog; may be the rated item.</param>
    /// <param name="filter">The filter under which items are ranked.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The rating is not valid, see <see cref="IRecommender.Learn"/>, or <paramref name="item"/> is not in the catalog.
    /// </exception>
    Standing IfRated(in Rating rating, int item, in RecommendationFilter filter = default);

    /// <summary>The past ratings whose removal would change the standing of an item most.</summary>
    /// <param name="user">The user's id, 0 or more; may be unknown.</param>
    /// <param name="item">The item's id, in the catalog.</param>
    /// <param name="count">The maximum number of results, 0 or more.</param>
    /// <param name="filter">The filter under which items are ranked.</param>
    /// <returns>
    /// Ratings that decide whether the item can be recommended at all come first; then by the change of score, largest first, then by the
    /// change of rank. Ratings that change nothing are left out.
    /// </returns>
    /// <remarks>
    /// May take time quadratic in the number of the user's ratings, but does not hold up other threads for that long.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="user"/> or <paramref name="count"/> is negative, or <paramref name="item"/> is not in the catalog.
    /// </exception>
    IReadOnlyList<Counterfactual> WhatWouldChange(int user, int item, int count, in RecommendationFilter filter = default);
}
