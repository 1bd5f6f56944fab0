namespace WeightlessNet.Serving;

/// <summary>A user's rating of an item.</summary>
/// <typeparam name="TItem">The type of the items.</typeparam>
/// <param name="Item">The item.</param>
/// <param name="Value">The rating.</param>
/// <param name="Time">The time of the rating, in whole seconds; null if unknown.</param>
public readonly record struct ItemRating<TItem>(TItem Item, float Value, DateTimeOffset? Time);
