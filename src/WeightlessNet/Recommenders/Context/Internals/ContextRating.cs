namespace WeightlessNet.Recommenders.Context.Internals;

/// <summary>A rating and the moment at which it was given.</summary>
/// <param name="Item">The item.</param>
/// <param name="Units">The rating, in units above the lowest one.</param>
/// <param name="Moment">The moment; null if it is unknown.</param>
internal readonly record struct ContextRating(int Item, int Units, ContextPattern? Moment);
