namespace WeightlessNet.Recommenders;

/// <summary>One entry of a user's rating log.</summary>
/// <param name="Item">The item's dense id.</param>
/// <param name="Value">The rating, in the units of the scale.</param>
/// <param name="Timestamp">Seconds since 1970-01-01 UTC, or 0 if unknown.</param>
public readonly record struct RatedItem(int Item, float Value, long Timestamp);
