namespace WeightlessNet.Recommenders;

/// <summary>A named part of a score.</summary>
/// <param name="Name">What contributes: a part of the base, a field of the item's features, or its audience.</param>
/// <param name="Amount">How much it adds to the score, in the units of the rating scale; negative where it takes away.</param>
public readonly record struct Contribution(string Name, double Amount);
