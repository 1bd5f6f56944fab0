namespace WeightlessNet.Orleans.Storage;

/// <summary>The items that were added or changed after some revision.</summary>
/// <param name="Revision">
/// The revision that this reading has reached, for the next one. Each write of items that changes one has its own.
/// </param>
/// <param name="Items">The items, in the order of their ids.</param>
public sealed record StoredItems(long Revision, IReadOnlyList<StoredItem> Items);
