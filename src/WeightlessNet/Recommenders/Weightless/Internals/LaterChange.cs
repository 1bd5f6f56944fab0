namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>What a user learned or forgot while a training ran.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="User">The user.</param>
/// <param name="Rated">The rating that was learned, or the item that was forgotten.</param>
internal readonly record struct LaterChange(LaterChangeKind Kind, int User, RatedItem Rated = default);
