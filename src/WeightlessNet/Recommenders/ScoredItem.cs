namespace WeightlessNet.Recommenders;

/// <summary>An item and the score that a recommender gives it for one user.</summary>
/// <param name="Item">The item's dense id.</param>
/// <param name="Score">
/// The score by which items are ranked, higher first. Recommenders that predict ratings give the predicted rating;
/// others say what their score is. Scores of different recommenders do not compare.
/// </param>
public readonly record struct ScoredItem(int Item, double Score);
