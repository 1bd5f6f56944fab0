namespace WeightlessNet.Recommenders;

/// <summary>A recommender that says exactly what would be otherwise, where an item would stand without a rating or with one more.</summary>
/// <remarks>
/// Every answer is what the recommender would give if the rating were really forgotten or learned. Other threads never see the world that
/// is asked about, and afterwards every answer for every user is as before.
/// </remarks>
public interface ICounterfactualRecommender : IFilteringRecommender, IForgettingRecommender, IExplainingRecommender
{
    /// <summary>The score of an item and its rank among all that can be recommended.</summary>
    /// <param name="user">The user's id, 0 or more; it may be unknown.</param>
    /// <param name="item">The item's id, in the catalog.</param>
    /// <param name="filter">The filter under which items are ranked.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="user"/> is negative or <paramref name="item"/> is not in the catalog.
    /// </exception>
    Standing StandingOf(int user, int item, in RecommendationFilter filter = default);

    /// <summary>Where an item would stand if the user had not given one of the ratings.</summary>
    /// <param name="user">The user's id.</param>
    /// <param name="ratedItem">The item that the user has rated; it may be <paramref name="item"/> itself.</param>
    /// <param name="item">The item in question, in the catalog.</param>
    /// <param name="filter">The filter under which items are ranked.</param>
    /// <exception cref="ArgumentException">The user has not rated <paramref name="ratedItem"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An id is negative, or <paramref name="item"/> is not in the catalog.</exception>
    Standing WithoutRating(int user, int ratedItem, int item, in RecommendationFilter filter = default);

    /// <summary>Where an item would stand if a rating were given, or the user's earlier rating of that item replaced by it.</summary>
    /// <param name="rating">The rating that might be given.</param>
    /// <param name="item">The item in question, in the catalog; it may be the one of the rating.</param>
    /// <param name="filter">The filter under which items are ranked.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The rating is not valid, as in <see cref="IRecommender.Learn"/>, or <paramref name="item"/> is not in the catalog.
    /// </exception>
    Standing IfRated(in Rating rating, int item, in RecommendationFilter filter = default);

    /// <summary>The past ratings whose removal would change the standing of an item most.</summary>
    /// <param name="user">The user's id, 0 or more; it may be unknown.</param>
    /// <param name="item">The item's id, in the catalog.</param>
    /// <param name="count">How many are wanted at the most, 0 or more.</param>
    /// <param name="filter">The filter under which items are ranked.</param>
    /// <returns>
    /// First what decides whether the item can be recommended at all, then by how much the score would change, then by the change of rank.
    /// What changes nothing is left out.
    /// </returns>
    /// <remarks>
    /// Takes time in proportion to the square of the number of the user's ratings. Each one is tried at a moment of its own, so that other
    /// threads do not wait long.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="user"/> or <paramref name="count"/> is negative, or <paramref name="item"/> is not in the catalog.
    /// </exception>
    IReadOnlyList<Counterfactual> WhatWouldChange(int user, int item, int count, in RecommendationFilter filter = default);
}
