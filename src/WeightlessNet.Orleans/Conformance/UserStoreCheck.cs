namespace WeightlessNet.Orleans.Conformance;

/// <summary>What came out of one check of a store.</summary>
/// <param name="Name">What the store has to do.</param>
/// <param name="Failure">What it did instead; null if it passed.</param>
public sealed record UserStoreCheck(string Name, string? Failure);
