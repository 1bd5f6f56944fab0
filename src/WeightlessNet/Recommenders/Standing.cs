namespace WeightlessNet.Recommenders;

/// <summary>Where an item stands for a user.</summary>
/// <param name="Score">The score that it is ranked by, in the units of the rating scale, not clamped to the scale.</param>
/// <param name="Rank">
/// Its place among the items that can be recommended, the best being 1; null where it cannot be: it is rated, or left out.
/// </param>
public readonly record struct Standing(double Score, int? Rank);
