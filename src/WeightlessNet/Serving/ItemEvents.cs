namespace WeightlessNet.Serving;

/// <summary>What a user has done with an item.</summary>
/// <typeparam name="TItem">The type of the items.</typeparam>
/// <param name="Item">The item.</param>
/// <param name="Total">The sum of the amounts of all events; not 0.</param>
/// <param name="Time">The time of the latest event, in whole seconds; null if no time is known.</param>
public readonly record struct ItemEvents<TItem>(TItem Item, decimal Total, DateTimeOffset? Time);
