namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>Which candidates a like is compared with when weights are learned.</summary>
internal enum RankingRivals
{
    /// <summary>All of them: the sampled ones stand for all items that are best by no feature.</summary>
    All,

    /// <summary>The best by each feature only, as if a list were chosen from these.</summary>
    Best,
}
