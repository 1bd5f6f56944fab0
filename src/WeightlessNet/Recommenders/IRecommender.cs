namespace WeightlessNet.Recommenders;

/// <summary>Predicts how users would rate items and learns from every rating as it comes.</summary>
/// <remarks>
/// Users and items are dense ids. Every implementation in this library is safe to use as a singleton from many threads, and
/// answers for users and items that it knows nothing of: from the crowd, then from a prior. No answer is ever NaN.
/// </remarks>
public interface IRecommender
{
    /// <summary>How many items there are to recommend; their ids are 0 to this less 1.</summary>
    int ItemCount { get; }

    /// <summary>The scale of the ratings it learns and predicts.</summary>
    RatingScale Scale { get; }

    /// <summary>Learns one rating. A rating of an item that the user has rated before takes the place of the earlier one.</summary>
    /// <param name="rating">The rating. Memory is taken for every user id up to the highest: ids are dense and below 2^26.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The user is negative or too high, the item is not in the catalog, or the value is not on the <see cref="Scale"/>. Nothing is
    /// learned.
    /// </exception>
    void Learn(in Rating rating);

    /// <summary>Predicts a user's rating of an item.</summary>
    /// <param name="user">The user's id, 0 or more; it may be unknown.</param>
    /// <param name="item">The item's id, 0 or more; it may be unknown.</param>
    /// <returns>The predicted rating, on the <see cref="Scale"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An id is negative.</exception>
    double Predict(int user, int item);

    /// <summary>Writes the best items for a user, best first. Items that the user has rated are left out.</summary>
    /// <param name="user">The user's id, 0 or more; it may be unknown.</param>
    /// <param name="destination">Where to write; its length is the number of items wanted.</param>
    /// <param name="excluded">Further items to leave out, in any order; ids that are not in the catalog are passed over.</param>
    /// <returns>How many items were written: fewer than wanted where the catalog has no more.</returns>
    /// <remarks>Items of equal score come in the order of their ids.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="user"/> is negative.</exception>
    int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default);
}
