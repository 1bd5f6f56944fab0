using WeightlessNet.Recommenders;
using WeightlessNet.Serving.Internals;

namespace WeightlessNet.Serving;

/// <content>The catalog. It may change at any time, also while a training runs.</content>
public sealed partial class Recommender<TUser, TItem>
{
    // The items that changed since a training began; null if none runs.
    private List<int>? _changedItems;
    private long _itemChanges;

    /// <summary>The number of items that can be recommended.</summary>
    public int ItemCount => Enumerable.Range(0, _items.Count).Count(_items.IsAvailable);

    /// <summary>The items of the catalog, in the order of their ids.</summary>
    public IEnumerable<TItem> Items
    {
        get
        {
            int count = _items.Count;
            for (int id = 0; id < count; id++)
            {
                if (_items.TryGet(id, out TItem item))
                {
                    yield return item;
                }
            }
        }
    }

    /// <summary>Finds an item by its key.</summary>
    /// <typeparam name="TKey">The type of the key, as in <see cref="ItemSchema{TItem}.Key"/>.</typeparam>
    /// <param name="key">The key.</param>
    /// <param name="item">The item.</param>
    /// <returns>Whether the catalog has an item with this key.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    /// <exception cref="ArgumentException">Items have keys of another type.</exception>
    public bool TryGetItem<TKey>(TKey key, out TItem item)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(key);
        int id = _items.FindKey(key);
        item = default!;
        return id >= 0 && _items.TryGet(id, out item);
    }

    /// <summary>Adds an item, or replaces the one with the same key. It can be rated and recommended when the task has ended.</summary>
    /// <param name="item">The item.</param>
    /// <remarks>
    /// Words that no item had at the last training, and numbers beyond the highest one, have no bit until the next one.
    /// </remarks>
    /// <exception cref="ArgumentNullException">The item or its key is null.</exception>
    /// <exception cref="ArgumentException">The key cannot be written as text and read back.</exception>
    /// <exception cref="IOException">The new key cannot be stored. Nothing is added.</exception>
    /// <exception cref="ObjectDisposedException">The recommender has been disposed of.</exception>
    public Task AddItemAsync(TItem item) => AddItemsAsync([item]);

    /// <summary>Adds items, or replaces those with the same keys, with few writes.</summary>
    /// <inheritdoc cref="AddItemAsync"/>
    /// <param name="items">The items.</param>
    public async Task AddItemsAsync(IEnumerable<TItem> items)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(items);
        TItem[] all = [.. items];
        foreach (TItem item in all)
        {
            ArgumentNullException.ThrowIfNull(item, nameof(items));
            _ = _items.TextOf(item);
        }

        await _adding.WaitAsync().ConfigureAwait(false);
        try
        {
            // What the application's schema throws is thrown before a key is in the log, where an id never gets another key.
            ServedModels<TItem>? models = _models;
            Array.ForEach(all, item => models?.Encode(item));

            List<TItem> added = [.. all.Where(item => _items.Find(item) < 0).Distinct(_items.ByKey)];
            List<Change> changes = [.. added.Select((item, index) => Change.OfItem(_items.Count + index, _items.TextOf(item)))];
            if (changes.Count > 0)
            {
                await StoreItemsAsync(changes).ConfigureAwait(false);
            }

            TakeItems(all);
        }
        finally
        {
            _adding.Release();
        }
    }

    /// <summary>Replaces the item with the same key: its features, and the record that lists return. Its ratings stay.</summary>
    /// <param name="item">The item.</param>
    /// <exception cref="ArgumentNullException">The item or its key is null.</exception>
    /// <exception cref="ArgumentException">There is no item with this key.</exception>
    public void UpdateItem(TItem item)
    {
        _ = KnownItem(item);
        TakeItems([item]);
    }

    /// <summary>
    /// Takes an item out of all lists. Its ratings stay, and it can be added again. Leave it out of the catalog too when the recommender is
    /// opened the next time.
    /// </summary>
    /// <param name="item">The item.</param>
    /// <returns>Whether it was in the catalog.</returns>
    /// <exception cref="ArgumentNullException">The item or its key is null.</exception>
    public bool RemoveItem(TItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        lock (_catalog)
        {
            int id = _items.Find(item);
            return id >= 0 && _items.Withdraw(id);
        }
    }

    // Adds items, or replaces them, in the models first, so that nobody gets an id that they do not know.
    private void TakeItems(TItem[] items)
    {
        if (items.Length == 0)
        {
            return;
        }

        lock (_catalog)
        {
            if (_models is null)
            {
                // The first items make the models: their words get bits at once.
                List<TItem> first = [.. items.AsEnumerable().Reverse().Distinct(_items.ByKey).Reverse()];
                _models = ServedModels<TItem>.Create<TUser>(_schema, RecordsWith(first), _options);
                first.ForEach(item => _items.Put(item, out _));
                return;
            }

            List<(int Item, ulong[] Pattern)> changes = ChangesOf(_models!, items);
            _models!.Change(changes);
            foreach (TItem item in items)
            {
                _items.Put(item, out _);
            }

            _changedItems?.AddRange(changes.Select(static change => change.Item));
            _itemChanges += changes.Count;
        }
    }

    // The items whose bits are new. If a key occurs twice, the last item counts.
    private List<(int Item, ulong[] Pattern)> ChangesOf(ServedModels<TItem> models, TItem[] items)
    {
        ItemCatalog catalog = models.Pair.Ratings.CopyCatalog();
        Dictionary<TItem, int> added = new(_items.ByKey);
        SortedDictionary<int, ulong[]> changes = [];
        foreach (TItem item in items)
        {
            int id = _items.Find(item);
            if (id < 0)
            {
                id = added.TryGetValue(item, out int known) ? known : catalog.Count + added.Count;
                added[item] = id;
            }

            ulong[] pattern = models.Encode(item);
            if (id >= catalog.Count || !catalog.PatternOf(id).SequenceEqual(pattern))
            {
                changes[id] = pattern;
            }
        }

        return [.. changes.Select(static change => (change.Key, change.Value))];
    }

    // The records by id, null where there is none, and new ones after them.
    private object?[] RecordsWith(IReadOnlyList<TItem> added)
    {
        List<object?> records = [.. Enumerable.Range(0, _items.Count).Select(id => _items.TryGet(id, out TItem item) ? (object?)item : null)];
        foreach (TItem item in added)
        {
            int id = _items.Find(item);
            if (id < 0)
            {
                records.Add(item);
            }
            else
            {
                records[id] = item;
            }
        }

        return [.. records];
    }
}
