namespace WeightlessNet.Recommenders;

/// <summary>
/// A central model that can score every item for a given list of ratings, whether or not it knows the user. Personal networks need this to
/// build on it.
/// </summary>
/// <remarks>
/// The ratings are passed with every call, so the model need not have learned them: a new or forgotten rating takes effect at once,
/// whatever the model was last trained on.
/// </remarks>
public interface IItemScoringRecommender : IBatchRecommender
{
    /// <summary>Scores all items for a user with these ratings, with the model as last trained.</summary>
    /// <param name="ratings">The ratings, sorted by item, each item in the catalog and at most once; may be empty.</param>
    /// <param name="scores">
    /// Receives a score for each of the <see cref="IRecommender.ItemCount"/> items: roughly the probability that the item is liked, so
    /// mostly 0 to 1, and 0 for an item unknown to the model. A negative score means less likely than usual.
    /// </param>
    /// <remarks>Equal ratings give equal scores, to the byte, on every machine.</remarks>
    /// <exception cref="ArgumentException">
    /// The length of <paramref name="scores"/> is not the number of items, or an item is not in the catalog.
    /// </exception>
    void Score(ReadOnlySpan<RatedItem> ratings, Span<float> scores);
}
