using WeightlessNet.Recommenders;

namespace WeightlessNet.Serving;

/// <summary>An item, by the application's own key, and the score that a recommender gives it for one user.</summary>
/// <typeparam name="TItem">The type of the application's item keys.</typeparam>
/// <param name="Item">The item's key.</param>
/// <param name="Score">The score by which items are ranked, higher first, as in <see cref="ScoredItem.Score"/>.</param>
public readonly record struct Recommendation<TItem>(TItem Item, double Score);
