using WeightlessNet.Orleans.Storage;
using WeightlessNet.Serving;

namespace WeightlessNet.Orleans;

/// <summary>Items with ids that a store keeps.</summary>
public static class StoredCatalog
{
    /// <summary>
    /// Gives the items of an application the ids that they have in the store, and new ones to new items. Ids stay with their keys, whatever
    /// the order of the items and whichever process comes first.
    /// </summary>
    /// <typeparam name="TItem">The type of the items.</typeparam>
    /// <param name="store">The store of the cluster.</param>
    /// <param name="schema">Says what the key and the features of an item are.</param>
    /// <param name="items">The items, at least one, the same in all processes.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentNullException"><paramref name="store"/> or another argument is null.</exception>
    /// <exception cref="ArgumentException">As the constructor of <see cref="KeyedCatalog{TItem}"/>.</exception>
    /// <exception cref="IOException">The store failed.</exception>
    public static async Task<KeyedCatalog<TItem>> CatalogAsync<TItem>(
        this IUserStore store, Action<ItemSchema<TItem>> schema, IEnumerable<TItem> items, CancellationToken cancellationToken = default)
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(items);
        TItem[] present = [.. items];
        KeyedCatalog<TItem> own = new(schema, present);
        await store.WriteItemsAsync(
            [.. own.Keys.Select(key => KeyValuePair.Create(key, ReadOnlyMemory<byte>.Empty))], cancellationToken).ConfigureAwait(false);
        StoredItems known = await store.ReadItemsAsync(0, cancellationToken).ConfigureAwait(false);
        return new KeyedCatalog<TItem>(schema, present, [.. known.Items.Select(item => item.Key)]);
    }
}
