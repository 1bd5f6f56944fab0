using WeightlessNet.Orleans.Internals;
using WeightlessNet.Orleans.Sharing.Internals;
using WeightlessNet.Orleans.Storage;
using WeightlessNet.Orleans.Storage.Internals;
using WeightlessNet.Recommenders;
using WeightlessNet.Serving;

namespace WeightlessNet.Orleans;

/// <summary>Items with ids and bits that a store keeps.</summary>
public static class StoredCatalog
{
    // The layout, u8, and what KeyedCatalog.SaveFeatures wrote.
    private const string Document = "item features";
    private const byte Layout = 1;

    /// <summary>
    /// Gives the items of an application the ids that they have in the store, and new ones to new items. Ids stay with their keys, whatever
    /// the order of the items and whichever process comes first. The words and levels of features are those in the store, so that an item
    /// has the same bits in all processes.
    /// </summary>
    /// <typeparam name="TItem">The type of the items.</typeparam>
    /// <param name="store">The store of the cluster.</param>
    /// <param name="schema">Says what the key and the features of an item are.</param>
    /// <param name="items">The items, at least one, the same in all processes.</param>
    /// <param name="features">Whether the words and levels of features in the store are used or replaced.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentNullException"><paramref name="store"/> or another argument is null.</exception>
    /// <exception cref="ArgumentException">As the constructor of <see cref="KeyedCatalog{TItem}"/>, or a key is too long.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="features"/> is not defined.</exception>
    /// <exception cref="InvalidDataException">
    /// The store has features of other fields, and <paramref name="features"/> is <see cref="CatalogFeatures.AsStored"/>; or it is of a
    /// later version of the library.
    /// </exception>
    /// <exception cref="InvalidOperationException">The schema names no key, and <typeparamref name="TItem"/> is none itself.</exception>
    /// <exception cref="NotSupportedException">A key's type needs a <see cref="KeyFormat{TKey}"/>.</exception>
    /// <exception cref="IOException">The store failed.</exception>
    public static async Task<KeyedCatalog<TItem>> CatalogAsync<TItem>(
        this IUserStore store,
        Action<ItemSchema<TItem>> schema,
        IEnumerable<TItem> items,
        CatalogFeatures features = CatalogFeatures.AsStored,
        CancellationToken cancellationToken = default)
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(items);
        if (!Enum.IsDefined(features))
        {
            throw new ArgumentOutOfRangeException(nameof(features), features, "The features must be AsStored or Anew.");
        }

        TItem[] present = [.. items];
        KeyedCatalog<TItem> own = new(schema, present);
        byte[] fitted = await FeaturesAsync(store, own.SaveFeatures(), features, cancellationToken).ConfigureAwait(false);
        StoredItems known = await store.ReadItemsAsync(0, cancellationToken).ConfigureAwait(false);
        KeyedCatalog<TItem> catalog = Fitted([.. known.Items.Select(item => item.Key)]);

        // Those that are new, or have other bits.
        List<KeyValuePair<string, ReadOnlyMemory<byte>>> changed = [];
        for (int id = 0; id < catalog.Keys.Count; id++)
        {
            ItemContent? stored = id < known.Items.Count
                ? ItemContent.Read(known.Items[id].Key, known.Items[id].Content.Span)
                : null;
            ulong[] pattern = catalog.Items.PatternOf(id).ToArray();

            // With other features, the bits of absent items mean nothing any more.
            bool isOwn = features == CatalogFeatures.Anew || catalog.TryGetItem(id, out _);
            if (isOwn && (stored is not { } content || !content.Pattern.Span.SequenceEqual(pattern)))
            {
                changed.Add(new(catalog.Keys[id], new ItemContent(stored?.Offered ?? 0, pattern).ToBytes()));
            }
        }

        await store.WriteItemsAsync(changed, cancellationToken).ConfigureAwait(false);
        if (features == CatalogFeatures.Anew)
        {
            await store.ReplaceBitsAsync(catalog.Items, cancellationToken).ConfigureAwait(false);
        }

        // Another process may have added some meanwhile.
        string[] keys = await KeysSinceAsync(store, known, cancellationToken).ConfigureAwait(false);
        KeyedCatalog<TItem> fittest = keys.SequenceEqual(catalog.Keys) ? catalog : Fitted(keys);
        WithdrawnItems.Remember(fittest, Withdrawn(known, fittest.Absent));
        return fittest;

        KeyedCatalog<TItem> Fitted(string[] keys)
        {
            try
            {
                return new KeyedCatalog<TItem>(schema, present, keys, fitted);
            }
            catch (InvalidDataException misfit)
            {
                throw new InvalidDataException(
                    $"The items in the store do not fit this application: {misfit.Message} Give all processes the same schema. To change "
                    + $"it, end all silos and pass {nameof(CatalogFeatures)}.{nameof(CatalogFeatures.Anew)} once.",
                    misfit);
            }
        }
    }

    /// <summary>
    /// Adds items to a running cluster, or changes the features of known ones. All silos take them over at their next reading of the store;
    /// a silo that is asked to learn a rating of one before reads at once.
    /// </summary>
    /// <typeparam name="TItem">The type of the items.</typeparam>
    /// <param name="store">The store of the cluster.</param>
    /// <param name="catalog">The items that this process knows, see <see cref="CatalogAsync"/>.</param>
    /// <param name="items">The items. Their features keep the words and levels that the store has.</param>
    /// <param name="cancellationToken">Cancels the call, which may have added some nevertheless.</param>
    /// <returns>The items that this process knows then. Another process that shows them must add them too, which changes nothing.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="store"/> or another argument is null.</exception>
    /// <exception cref="ArgumentException">
    /// A key cannot be written, or is too long, or <paramref name="catalog"/> is not of this store: it has other ids or other bits of
    /// items. Nothing is added.
    /// </exception>
    /// <exception cref="IOException">The store failed: any of the items may be added or not.</exception>
    public static async Task<KeyedCatalog<TItem>> AddItemsAsync<TItem>(
        this IUserStore store, KeyedCatalog<TItem> catalog, IEnumerable<TItem> items, CancellationToken cancellationToken = default)
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(items);
        TItem[] added = [.. items];
        StoredItems known = await store.ReadItemsAsync(0, cancellationToken).ConfigureAwait(false);
        await CheckAsync(store, known, catalog, cancellationToken).ConfigureAwait(false);

        // With the keys that others have added: keys may be equal that are written differently.
        KeyedCatalog<TItem> more = catalog.With(added, [.. known.Items.Select(item => item.Key)]);
        Dictionary<string, StoredItem> stored = known.Items.ToDictionary(item => item.Key, StringComparer.Ordinal);
        long now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        List<KeyValuePair<string, ReadOnlyMemory<byte>>> changed = [];
        foreach (int id in added.Select(item => more.TryGetId(item, out int id) ? id : -1).Distinct())
        {
            string key = more.Keys[id];
            ulong[] pattern = more.Items.PatternOf(id).ToArray();

            // One that this process had not at its start is offered again; one that another process has added stays as it is.
            bool wasAbsent = id < catalog.Keys.Count && !catalog.TryGetItem(id, out _);
            bool isSame = stored.TryGetValue(key, out StoredItem present)
                && !wasAbsent
                && ItemContent.Read(key, present.Content.Span) is { } content && content.Pattern.Span.SequenceEqual(pattern);
            if (!isSame)
            {
                changed.Add(new(key, new ItemContent(now, pattern).ToBytes()));
            }
        }

        await store.WriteItemsAsync(changed, cancellationToken).ConfigureAwait(false);
        string[] keys = await KeysSinceAsync(store, known, cancellationToken).ConfigureAwait(false);
        return keys.SequenceEqual(more.Keys) ? more : catalog.With(added, keys);
    }

    /// <summary>
    /// Says that the items of a store have other fields or words from now on, for an application that makes its
    /// <see cref="Recommenders.Hybrid.CrowdModel"/> itself. <see cref="CatalogAsync"/> with <see cref="CatalogFeatures.Anew"/> calls it.
    /// All silos that ran with the ones before must have ended.
    /// </summary>
    /// <param name="store">The store of the cluster.</param>
    /// <param name="items">The items, of which the fields and the meanings of the bits count.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentNullException"><paramref name="store"/> or <paramref name="items"/> is null.</exception>
    /// <exception cref="IOException">The store failed.</exception>
    public static Task ReplaceBitsAsync(this IUserStore store, ItemCatalog items, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(items);
        return CrowdFingerprint.ReplaceBitsAsync(store, items, cancellationToken);
    }

    // When the items that a process does not have were offered, as far as it has read them: what is offered later is not withdrawn.
    private static Dictionary<int, long> Withdrawn(StoredItems known, IReadOnlyList<int> absent) => absent
        .Where(id => id < known.Items.Count)
        .ToDictionary(id => id, id => ItemContent.Read(known.Items[id].Key, known.Items[id].Content.Span)?.Offered ?? 0);

    // Silos could read no further than an item with other bits.
    private static async Task CheckAsync<TItem>(
        IUserStore store, StoredItems known, KeyedCatalog<TItem> catalog, CancellationToken cancellationToken)
        where TItem : notnull
    {
        if (!known.Items.Take(catalog.Keys.Count).Select(item => item.Key).SequenceEqual(catalog.Keys, StringComparer.Ordinal))
        {
            throw new ArgumentException(
                $"The catalog gives items other ids than the store, which has {known.Items.Count} items. Take the one that "
                + $"{nameof(CatalogAsync)} of this store returns.",
                nameof(catalog));
        }

        if (await CrowdFingerprint.MisfitAsync(store, catalog.Items, cancellationToken).ConfigureAwait(false) is { } misfit)
        {
            throw new ArgumentException($"The catalog does not fit: {misfit}", nameof(catalog));
        }
    }

    // The keys of all items, of which those of an earlier reading are known.
    private static async Task<string[]> KeysSinceAsync(IUserStore store, StoredItems known, CancellationToken cancellationToken)
    {
        StoredItems later = await store.ReadItemsAsync(known.Revision, cancellationToken).ConfigureAwait(false);
        return [.. known.Items.Concat(later.Items.Where(item => item.Id >= known.Items.Count)).Select(item => item.Key)];
    }

    private static async Task<byte[]> FeaturesAsync(
        IUserStore store, byte[] own, CatalogFeatures features, CancellationToken cancellationToken)
    {
        byte[] written = [Layout, .. own];
        if (features == CatalogFeatures.Anew)
        {
            await SharedDocument.ReplaceAsync(store, Document, written, cancellationToken).ConfigureAwait(false);
            return own;
        }

        ReadOnlyMemory<byte> stored = await SharedDocument.AgreeAsync(store, Document, written, cancellationToken).ConfigureAwait(false);
        byte layout = stored.IsEmpty ? (byte)0 : stored.Span[0];
        return layout == Layout
            ? stored[1..].ToArray()
            : throw new InvalidDataException(
                $"The features of items are stored in the layout {layout}, but this version of the library knows {Layout}. Take a later "
                + "one.");
    }
}
