namespace WeightlessNet.Recommenders.Weightless;

/// <summary>Makes a user's newest ratings count for more.</summary>
/// <param name="Newest">How many of the newest ratings, above 0.</param>
/// <param name="ExtraWeight">What is added to the weight of 1 that every rating has, above 0.</param>
public readonly record struct RecencyTier(int Newest, int ExtraWeight);
