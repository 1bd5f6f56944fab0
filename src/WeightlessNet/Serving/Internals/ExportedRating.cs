namespace WeightlessNet.Serving.Internals;

/// <summary>A rating of an exported user.</summary>
/// <param name="Item">The text of the item's key.</param>
/// <param name="Value">The rating.</param>
/// <param name="Timestamp">The time in Unix seconds; 0 if unknown.</param>
internal readonly record struct ExportedRating(string Item, float Value, long Timestamp);
