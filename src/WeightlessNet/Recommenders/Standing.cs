namespace WeightlessNet.Recommenders;

/// <summary>The score and the rank of an item for a user.</summary>
/// <param name="Score">The score by which the item is ranked, in units of the rating scale, not clamped to the scale.</param>
/// <param name="Rank">
/// The item's place among the items that can be recommended, 1 for the best; null if it cannot be recommended, because the user has rated
/// it or it is excluded.
/// </param>
public readonly record struct Standing(double Score, int? Rank);
