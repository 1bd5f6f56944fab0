namespace WeightlessNet.Recommenders;

/// <summary>Predicts ratings, recommends items and learns one rating at a time.</summary>
/// <remarks>
/// Users and items are dense ids. Every implementation in this library is thread-safe and can be a singleton. Unknown users and items get
/// an answer too: from the crowd, then from a prior. No answer is ever NaN.
/// </remarks>
public interface IRecommender
{
    /// <summary>The number of items; their ids are 0 to <see cref="ItemCount"/> - 1.</summary>
    int ItemCount { get; }

    /// <summary>The scale of the ratings.</summary>
    RatingScale Scale { get; }

    /// <summary>Learns one rating. It replaces an earlier rating of the same item by the same user.</summary>
    /// <param name="rating">The rating. Memory is allocated for every user id up to the highest: use dense ids, below 2^26.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The user is negative or too high, the item is not in the catalog, or the value is not on the <see cref="Scale"/>. Nothing is
    /// learned.
    /// </exception>
    void Learn(in Rating rating);

    /// <summary>Predicts a user's rating of an item.</summary>
    /// <param name="user">The user's id, 0 or more; may be unknown.</param>
    /// <param name="item">The item's id, 0 or more; may be unknown.</param>
    /// <returns>The predicted rating, on the <see cref="Scale"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An id is negative.</exception>
    double Predict(int user, int item);

    /// <summary>Writes the best items for a user, best first. Items that the user has rated are left out.</summary>
    /// <param name="user">The user's id, 0 or more; may be unknown.</param>
    /// <param name="destination">Receives the items; its length is the number of items wanted.</param>
    /// <param name="excluded">Further items to leave out, in any order; ids that are not in the catalog are ignored.</param>
    /// <returns>The number of items written: fewer than wanted if the catalog has no more.</returns>
    /// <remarks>Items with equal scores are ordered by id.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="user"/> is negative.</exception>
    int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default);
}
