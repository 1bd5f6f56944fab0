namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>A rating as it stands in the cells of a personal network.</summary>
/// <param name="Item">The item that was rated.</param>
/// <param name="Target">What the cells sum: units from the crowd's mean (regression) or above the lowest rating (histogram).</param>
/// <param name="Level">The rating's level on the scale.</param>
/// <param name="Weight">How often it counts.</param>
/// <param name="MeanLevel">The crowd's level of the item's mean that its addresses are made with.</param>
/// <param name="CountLevel">The crowd's level of the item's count that its addresses are made with.</param>
internal readonly record struct FoldedRating(int Item, short Target, short Level, byte Weight, byte MeanLevel, byte CountLevel)
{
    /// <summary>What of it depends on other users.</summary>
    public RatingMark Mark => new(Target, MeanLevel, CountLevel);
}
