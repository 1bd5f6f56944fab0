namespace WeightlessNet.Recommenders;

/// <summary>
/// A central model that can score every item for whoever gave certain ratings, known to it or not: what a personal layer needs to build
/// on it.
/// </summary>
/// <remarks>
/// The ratings are handed over with every call. So the model need not have learned them: a rating that is given or taken back shows at
/// once, whatever the model was last trained on.
/// </remarks>
public interface IItemScoringRecommender : IBatchRecommender
{
    /// <summary>Scores all items for whoever gave these ratings, by the model as it was last trained.</summary>
    /// <param name="ratings">The ratings, sorted by item, of items in the catalog and none twice. There may be none.</param>
    /// <param name="scores">
    /// Where to write a score for each item, <see cref="IRecommender.ItemCount"/> in all: about how likely it is to be liked, so mostly 0
    /// to 1, and 0 for an item that the model knows nothing of. A score below 0 says that it is less likely than usual.
    /// </param>
    /// <remarks>The same ratings give the same bytes on every machine.</remarks>
    /// <exception cref="ArgumentException">
    /// <paramref name="scores"/> has another length than there are items, or an item is not in the catalog.
    /// </exception>
    void Score(ReadOnlySpan<RatedItem> ratings, Span<float> scores);
}
