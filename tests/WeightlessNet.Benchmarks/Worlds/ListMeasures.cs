namespace WeightlessNet.Benchmarks.Worlds;

/// <summary>The figures of the lists of all users.</summary>
/// <param name="Ndcg">NDCG of the held-out likes.</param>
/// <param name="Diversity">The mean distance of two items of a list, 0 to 1.</param>
/// <param name="Coverage">The share of all items that are in a list.</param>
/// <param name="Divergence">The divergence of a list from the mix of what its user likes, in nats.</param>
internal readonly record struct ListMeasures(double Ndcg, double Diversity, double Coverage, double Divergence);
