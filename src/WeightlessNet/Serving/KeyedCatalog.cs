using System.Diagnostics.CodeAnalysis;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Serving.Internals;

namespace WeightlessNet.Serving;

/// <summary>
/// An application's items by key and by dense id, and their bits: for models that the application, or another package, holds itself.
/// <see cref="Recommender{TUser, TItem}"/> does the same inside.
/// </summary>
/// <typeparam name="TItem">The type of the items.</typeparam>
/// <remarks>
/// The ids of the items follow their order, so store <see cref="Keys"/> with them and pass them again the next time. The
/// bits follow from the items that there are: the same items give the same bits. Immutable and thread-safe if the schema's functions are.
/// </remarks>
public sealed partial class KeyedCatalog<TItem>
    where TItem : notnull
{
    private readonly Action<ItemSchema<TItem>> _describe;
    private readonly ItemSchema<TItem> _schema = new();
    private readonly ItemKeys<TItem> _keys;
    private readonly FeatureSchema<TItem>? _features;

    /// <summary>Gives ids to items.</summary>
    /// <param name="schema">Says what the key and the features of an item are.</param>
    /// <param name="items">The items, at least one.</param>
    /// <param name="known">
    /// The texts of keys that have ids already, in the order of their ids; none if null. Items with other keys get the ids after these.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="schema"/>, <paramref name="items"/> or an item is null.</exception>
    /// <exception cref="ArgumentException">There are no items, or a key occurs twice, or cannot be written.</exception>
    /// <exception cref="InvalidDataException">A known text is not that of a key, or occurs twice.</exception>
    /// <exception cref="InvalidOperationException">The schema names no key, and <typeparamref name="TItem"/> is none itself.</exception>
    /// <exception cref="NotSupportedException">A key's type needs a <see cref="KeyFormat{TKey}"/>.</exception>
    public KeyedCatalog(Action<ItemSchema<TItem>> schema, IEnumerable<TItem> items, IReadOnlyList<string>? known = null)
        : this(schema, items, known, static (schema, present) => schema.Fit(present))
    {
    }

    private KeyedCatalog(
        Action<ItemSchema<TItem>> schema,
        IEnumerable<TItem> items,
        IReadOnlyList<string>? known,
        Func<ItemSchema<TItem>, IReadOnlyList<TItem>, FeatureSchema<TItem>> featuresOf)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(items);
        _describe = schema;
        schema(_schema);
        _keys = _schema.CreateKeys();
        foreach (string key in known ?? [])
        {
            _keys.Add(key);
        }

        List<TItem> present = [];
        foreach (TItem item in items)
        {
            int before = _keys.AvailableCount;
            int id = _keys.Put(item, out _);
            present.Add(item);
            if (_keys.AvailableCount == before)
            {
                throw new ArgumentException(
                    $"The key '{_keys.TextOf(id)}' occurs twice among the items. Give each its own.", nameof(items));
            }
        }

        if (present.Count == 0)
        {
            throw new ArgumentException("There must be at least one item.", nameof(items));
        }

        Keys = [.. Enumerable.Range(0, _keys.Count).Select(_keys.TextOf)];
        _features = _schema.HasFields ? featuresOf(_schema, present) : null;
        Items = _schema.CatalogOf(_features, [.. Enumerable.Range(0, _keys.Count).Select(_keys.RecordOf)]);
        Absent = [.. Enumerable.Range(0, _keys.Count).Where(id => !_keys.IsAvailable(id))];
    }

    /// <summary>The bits of the items, by id. Those of a known key without an item are not set.</summary>
    public ItemCatalog Items { get; }

    /// <summary>The texts of all keys, in the order of their ids.</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <summary>The ids of known keys that no item has, ascending. They are not to be recommended.</summary>
    public IReadOnlyList<int> Absent { get; }

    /// <summary>The id of an item.</summary>
    /// <param name="item">The item; only its key counts.</param>
    /// <param name="id">The id.</param>
    /// <returns>Whether the key is known.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="item"/> is null.</exception>
    public bool TryGetId(TItem item, out int id)
    {
        ArgumentNullException.ThrowIfNull(item);
        id = _keys.Find(item);
        return id >= 0;
    }

    /// <summary>The item with a key.</summary>
    /// <typeparam name="TKey">The type of the keys, as the schema has it.</typeparam>
    /// <param name="key">The key.</param>
    /// <param name="item">The item.</param>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    /// <exception cref="ArgumentException">Items have keys of another type.</exception>
    public bool TryFind<TKey>(TKey key, [MaybeNullWhen(false)] out TItem item)
        where TKey : notnull
    {
        item = default;
        return _keys.FindKey(key) is int id and >= 0 && _keys.TryGet(id, out item);
    }

    /// <summary>The item with an id.</summary>
    /// <param name="id">The id.</param>
    /// <param name="item">The item.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGetItem(int id, [MaybeNullWhen(false)] out TItem item)
    {
        item = default;
        return (uint)id < (uint)_keys.Count && _keys.TryGet(id, out item);
    }

    /// <summary>How an item is called in reasons.</summary>
    /// <param name="id">The item's id.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such id.</exception>
    public string NameOf(int id)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(id);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(id, _keys.Count);
        return _keys.TryGet(id, out TItem item) ? _schema.NameOf(item) : _keys.TextOf(id);
    }

    /// <summary>
    /// The main reason of a score, as by <see cref="Recommender{TUser, TItem}.ReasonOf"/>, but without a comparison of popularity with that
    /// of other items. An item without an id here is called "item" and its id, and has no values
    /// in fields.
    /// </summary>
    /// <param name="explanation">An explanation of a model of these items.</param>
    /// <exception cref="ArgumentNullException"><paramref name="explanation"/> is null.</exception>
    public Reason ReasonOf(Explanation explanation)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        Reason reason = new MainReason(explanation, ValueOf, NameOf, isNamed: IsNamed).Find();
        return reason is { Field: { } field, Value: { } value, Kind: not ReasonKind.UsersAlike }
            ? reason with { Level = _features?.EncoderOf(field)?.LevelOf(value) }
            : reason;

        // Another process may have added the explained item.
        string? ValueOf(string field, int? other) =>
            explanation.Item >= Items.Count ? null
            : other is not int compared ? Items.ValueOf(explanation.Item, field)
            : compared < Items.Count ? Items.SharedValueOf(explanation.Item, compared, field)
            : null;
    }

    // Another process may have added an item that a user has rated.
    private bool IsNamed(RatingContribution part) => part.Item < _keys.Count && _keys.IsAvailable(part.Item);
}
