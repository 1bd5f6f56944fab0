namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>What another training begins with of a trained side: no ratings, and evidence only where it is needed.</summary>
/// <remarks>It shares the numbers of the side, which must not change as long as it is used.</remarks>
/// <param name="Layout">What the prior means of a member follow from.</param>
/// <param name="Prior">The prior that all members share.</param>
/// <param name="IsKnown">Of each member up to the last one with ratings whether it has any.</param>
/// <param name="Means">The means of the factors of all members.</param>
/// <param name="Squares">The means of their squares.</param>
/// <param name="Evidence">The evidence of all members; empty if it is not kept.</param>
internal sealed record SideStart(
    EvidenceLayout Layout, FactorPrior Prior, bool[] IsKnown, double[] Means, double[] Squares, double[] Evidence);
