using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>A group of nodes and the weights of its readings.</summary>
/// <param name="Group">The group.</param>
/// <param name="Readings">The weights, in units of 1 / <see cref="RankingWeights.Unit"/>.</param>
internal readonly record struct WeightedGroup(LogOddsGroup Group, ReadingWeights Readings);
