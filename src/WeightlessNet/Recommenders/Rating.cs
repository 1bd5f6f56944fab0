namespace WeightlessNet.Recommenders;

/// <summary>One rating of an item by a user.</summary>
/// <param name="User">The user's dense id, 0 or more. Applications map their own keys to dense ids.</param>
/// <param name="Item">The item's dense id: its position in the catalog.</param>
/// <param name="Value">The rating in the units of the <see cref="RatingScale"/>, such as stars.</param>
/// <param name="Timestamp">Seconds since 1970-01-01 UTC, or 0 if unknown.</param>
public readonly record struct Rating(int User, int Item, float Value, long Timestamp = 0);
