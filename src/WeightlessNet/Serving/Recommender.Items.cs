using System.Diagnostics.CodeAnalysis;
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
    public int ItemCount => _items.AvailableCount;

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
    public bool TryGetItem<TKey>(TKey key, [MaybeNullWhen(false)] out TItem item)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(key);
        item = default;
        return _items.FindKey(key) is int id and >= 0 && _items.TryGet(id, out item);
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
    public Task AddItemAsync(TItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return AddItemsAsync([item]);
    }

    /// <summary>Adds items, or replaces those with the same keys, with few writes.</summary>
    /// <inheritdoc cref="AddItemAsync"/>
    /// <param name="items">The items.</param>
    /// <exception cref="IOException">
    /// New keys cannot be stored. They are stored 10,000 at a time: the items of those that were stored are added, others are not.
    /// </exception>
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
            ItemAdditions<TItem> additions = Prepare(all);
            await StoreAdditionsAsync(additions).ConfigureAwait(false);
            TakeChanged([.. all.Where(item => _items.Find(item) < additions.First)]);
            additions.ThrowFailure();
        }
        finally
        {
            _adding.Release();
        }
    }

    /// <summary>
    /// Replaces the item with the same key: its features, and the record that lists return. Its ratings stay. If it was removed, it can be
    /// recommended again.
    /// </summary>
    /// <param name="item">The item.</param>
    /// <exception cref="ArgumentNullException">The item or its key is null.</exception>
    /// <exception cref="ArgumentException">No item with this key was ever added.</exception>
    /// <exception cref="ObjectDisposedException">The recommender has been disposed of.</exception>
    public void UpdateItem(TItem item)
    {
        ThrowIfDisposed();
        _ = KnownItem(item);
        TakeChanged([item]);
    }

    /// <summary>
    /// Takes an item out of all lists. Its ratings stay, and it can be added again. Leave it out of the catalog too when the recommender is
    /// opened the next time.
    /// </summary>
    /// <param name="item">The item.</param>
    /// <returns>Whether it was in the catalog.</returns>
    /// <exception cref="ArgumentNullException">The item or its key is null.</exception>
    /// <exception cref="ObjectDisposedException">The recommender has been disposed of.</exception>
    public bool RemoveItem(TItem item)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(item);
        lock (_catalog)
        {
            int id = _items.Find(item);
            return id >= 0 && _items.Withdraw(id);
        }
    }

    // What the application's schema throws is thrown here, before a key is in the log, where an id never gets another key.
    private ItemAdditions<TItem> Prepare(TItem[] items)
    {
        ServedModels<TItem>? models = _models;
        List<(TItem Item, ulong[]? Pattern)> added = [];
        foreach (TItem item in LastOfEachKey(items))
        {
            ulong[]? pattern = models?.Encode(item);
            if (_items.Find(item) < 0)
            {
                added.Add((item, pattern));
            }
        }

        // The first items make the models: their words get bits at once.
        models ??= added.Count > 0
            ? ServedModels<TItem>.Create(_schema, [.. added.Select(static one => (object?)one.Item)], _options, _descriptions)
            : null;
        return new ItemAdditions<TItem>(_items.Count, added, models);
    }

    private IEnumerable<TItem> LastOfEachKey(TItem[] items) => items.AsEnumerable().Reverse().Distinct(_items.ByKey).Reverse();

    // Adds one item, in the models first, so that nobody gets an id that they do not know. Throws nothing: its key is stored.
    private void TakeAdded(ItemAdditions<TItem> additions, int id)
    {
        lock (_catalog)
        {
            if (_models is null)
            {
                _models = additions.Models!;

                // Users may have been described since these models were made.
                DescribeAllIn(_models);
            }

            ServedModels<TItem> models = _models;
            (TItem item, ulong[]? pattern) = additions[id];

            // A training may have put other models in place since the item was encoded.
            pattern = models == additions.Models ? pattern : Encoded(models, additions, item);
            if (pattern is not null)
            {
                // Otherwise the models were made from it.
                models.Change([(id, pattern)]);
                _itemChanges++;
            }

            try
            {
                models.Read(id, item);
            }
            catch (Exception failure)
            {
                additions.Failure ??= Unread(item, failure);
            }

            _items.Put(item, out _);
            _changedItems?.Add(id);
        }
    }

    private ulong[] Encoded(ServedModels<TItem> models, ItemAdditions<TItem> additions, TItem item)
    {
        try
        {
            return models.Encode(item);
        }
        catch (Exception failure)
        {
            additions.Failure ??= Unread(item, failure);
            return models.NoBits();
        }
    }

    private InvalidOperationException Unread(TItem item, Exception failure) => new(
        $"The item '{_items.TextOf(item)}' was added without all its features, because the schema threw an exception although it had read "
        + $"the item just before: {failure.Message} Pass the item to {nameof(UpdateItem)} again.",
        failure);

    // Replaces the records of known items, and their bits.
    private void TakeChanged(TItem[] items)
    {
        if (items.Length == 0)
        {
            return;
        }

        lock (_catalog)
        {
            ServedModels<TItem> models = _models!;
            (int Id, TItem Item)[] last = [.. LastOfEachKey(items).Select(item => (_items.Find(item), item))];
            List<(int Item, ulong[] Pattern)> changes = models.ChangesOf(last.Select(one => (one.Id, models.Encode(one.Item))));
            Array.ForEach(last, one => models.Expect(one.Id, one.Item));
            models.Change(changes);
            Array.ForEach(last, one => _items.Put(one.Item, out _));
            Array.ForEach(last, one => models.Read(one.Id, one.Item));

            // All, for the models that a training makes may give other bits, or may have taken an item for removed.
            _changedItems?.AddRange(last.Select(static one => one.Id));
            _itemChanges += changes.Count;
        }
    }

    // The records by id; null where there is none.
    private object?[] Records() =>
        [.. Enumerable.Range(0, _items.Count).Select(id => _items.TryGet(id, out TItem item) ? (object?)item : null)];
}
