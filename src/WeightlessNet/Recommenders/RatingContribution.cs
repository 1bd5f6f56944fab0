namespace WeightlessNet.Recommenders;

/// <summary>What one of the user's past ratings adds to a score.</summary>
/// <param name="Item">The item that the user rated.</param>
/// <param name="Value">The rating that the user gave it.</param>
/// <param name="Amount">How much it adds to the score, in the units of the rating scale; negative where it takes away.</param>
public readonly record struct RatingContribution(int Item, float Value, double Amount);
