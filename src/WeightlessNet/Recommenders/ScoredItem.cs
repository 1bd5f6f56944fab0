namespace WeightlessNet.Recommenders;

/// <summary>An item with its score for one user.</summary>
/// <param name="Item">The item's dense id.</param>
/// <param name="Score">
/// The score by which items are ranked, highest first. For recommenders that predict ratings it is the predicted rating; others document
/// what it is. Scores of different recommenders are not comparable.
/// </param>
public readonly record struct ScoredItem(int Item, double Score);
