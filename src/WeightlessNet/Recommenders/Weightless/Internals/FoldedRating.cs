namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>A rating as it is written to the cells of a personal network.</summary>
/// <param name="Item">The rated item.</param>
/// <param name="Target">
/// The value that the cells sum, in units: the difference from the base (regression), or the rating above the scale's minimum (histogram).
/// </param>
/// <param name="Level">The rating's level on the scale.</param>
/// <param name="Weight">The weight in counts and sums.</param>
/// <param name="RecentWeight">The weight in groups in which recent ratings have more weight.</param>
/// <param name="MeanLevel">The level of the crowd's mean of the item, part of its addresses.</param>
/// <param name="CountLevel">The level of the crowd's count of the item, part of its addresses.</param>
internal readonly record struct FoldedRating(
    int Item, short Target, short Level, byte Weight, byte RecentWeight, byte MeanLevel, byte CountLevel)
{
    /// <summary>The weight in a group of nodes.</summary>
    public int WeightIn(NodeGroup group) => group.Key == NodeGroup.Recent ? RecentWeight : Weight;

    /// <summary>The part that depends on other users.</summary>
    public RatingFingerprint Fingerprint => new(Target, MeanLevel, CountLevel);
}
