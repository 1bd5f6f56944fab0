namespace WeightlessNet.Encoders;

/// <summary>A word or a level of a field, and how many records have it.</summary>
/// <param name="Value">The word or level, such as "Comedy" or "above 1994".</param>
/// <param name="Count">The number of records that have it; a record with the same word twice counts once.</param>
public readonly record struct ValueCount(string Value, int Count);
