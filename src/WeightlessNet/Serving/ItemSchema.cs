using System.Runtime.CompilerServices;
using WeightlessNet.Bits;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Serving.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Serving;

/// <summary>What an application says about its items: their key, their name and their features.</summary>
/// <typeparam name="TItem">The type of the items: the application's own record.</typeparam>
/// <remarks>
/// Without features, items are compared by their ratings alone. The functions must return the same for the same item and must be safe to
/// call from several threads. Fill the schema on one thread; do not change it afterwards.
/// </remarks>
public sealed partial class ItemSchema<TItem>
    where TItem : notnull
{
    private const string NoFeatureField = "item";

    // A catalog has at least one bit, which is never set if there are no features.
    private readonly FeatureSchema<TItem> _noFeatures = new FeatureSchemaBuilder<TItem>()
        .Field<string?>(NoFeatureField, static _ => null, new OneHotEncoder([NoFeatureField]))
        .Fit([]);

    private readonly FeatureSchemaBuilder<TItem> _fields = new();
    private readonly HashSet<string> _names = [];
    private Func<ItemKeys<TItem>>? _createKeys;
    private Func<TItem, string>? _keyText;
    private Func<TItem, string?>? _name;

    /// <summary>Creates a schema without a key and features, for the application to fill.</summary>
    internal ItemSchema()
    {
    }

    /// <summary>
    /// Says what the key of an item is, such as <c>film => film.Id</c>. Without it, the item is its own key, if it is a
    /// <see cref="string"/> or has another type whose format the library knows (<see cref="KeyFormat{TKey}"/>).
    /// </summary>
    /// <typeparam name="TKey">The type of the keys. It must have <c>Equals</c> and <c>GetHashCode</c>.</typeparam>
    /// <param name="key">Reads an item's key, which never changes.</param>
    /// <param name="format">How a key is written as text; null if the library knows the type.</param>
    /// <param name="comparer">Compares keys; null for the default comparer.</param>
    /// <returns>This schema.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The schema has a key already.</exception>
    /// <exception cref="NotSupportedException">
    /// <paramref name="format"/> is null, and the library knows no format for <typeparamref name="TKey"/>.
    /// </exception>
    public ItemSchema<TItem> Key<TKey>(Func<TItem, TKey> key, KeyFormat<TKey>? format = null, IEqualityComparer<TKey>? comparer = null)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(key);
        if (_createKeys is not null)
        {
            throw new InvalidOperationException(
                "The schema has a key already. For a key of two parts, return a tuple and pass its format.");
        }

        KeyFormat<TKey> written = format ?? KeyFormat<TKey>.Default;
        _createKeys = () => new KeyedItems<TItem, TKey>(key, written, comparer);
        _keyText = item => written.Write(key(item));
        return this;
    }

    /// <summary>Says how an item is called in reasons. Without it, the text of the key is used.</summary>
    /// <param name="name">Reads an item's name; null means that the text of the key is used.</param>
    /// <returns>This schema.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The schema has a name already.</exception>
    public ItemSchema<TItem> Name(Func<TItem, string?> name)
    {
        ArgumentNullException.ThrowIfNull(name);
        _name = _name is null ? name : throw new InvalidOperationException("The schema has a name already.");
        return this;
    }

    /// <summary>Adds a feature that is any number of words, such as genres or actors.</summary>
    /// <param name="field">The feature's name, as reasons show it.</param>
    /// <param name="words">Reads an item's words; null means none, and null and "" are no words.</param>
    /// <returns>This schema.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="words"/> is null.</exception>
    /// <exception cref="ArgumentException">The field's name is null, empty or taken.</exception>
    public ItemSchema<TItem> Tags(string field, Func<TItem, IEnumerable<string>?> words)
    {
        CheckIsFree(field);
        _fields.MultiHot(field, words);
        _names.Add(field);
        return this;
    }

    /// <summary>Adds a feature that is one word, such as a language.</summary>
    /// <param name="field">The feature's name, as reasons show it.</param>
    /// <param name="word">Reads an item's word; null and "" mean none.</param>
    /// <returns>This schema.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="word"/> is null.</exception>
    /// <exception cref="ArgumentException">The field's name is null, empty or taken.</exception>
    public ItemSchema<TItem> Word(string field, Func<TItem, string?> word)
    {
        CheckIsFree(field);
        _fields.OneHot(field, word);
        _names.Add(field);
        return this;
    }

    /// <summary>Adds a feature that is true or false.</summary>
    /// <param name="field">The feature's name, as reasons show it.</param>
    /// <param name="flag">Reads an item's flag; null means unknown.</param>
    /// <returns>This schema.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="flag"/> is null.</exception>
    /// <exception cref="ArgumentException">The field's name is null, empty or taken.</exception>
    public ItemSchema<TItem> Flag(string field, Func<TItem, bool?> flag)
    {
        CheckIsFree(field);
        _fields.Flag(field, flag);
        _names.Add(field);
        return this;
    }

    /// <summary>Adds a feature that is a number, such as a year or a price.</summary>
    /// <remarks>Its levels are learned from the items, so that each holds equally many of them.</remarks>
    /// <param name="field">The feature's name, as reasons show it.</param>
    /// <param name="number">Reads an item's number, which must not be infinite; null and NaN mean unknown.</param>
    /// <param name="levels">The number of levels, 1 to 65,536.</param>
    /// <returns>This schema.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="number"/> is null.</exception>
    /// <exception cref="ArgumentException">The field's name is null, empty or taken.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="levels"/> is not 1 to 65,536.</exception>
    [OverloadResolutionPriority(1)]
    public ItemSchema<TItem> Number(string field, Func<TItem, double?> number, int levels = 8)
    {
        CheckIsFree(field);
        _fields.QuantileThermometer(field, Finite(field, number), levels);
        _names.Add(field);
        return this;
    }

    /// <summary>Adds a feature with an encoder of its own, which is not fitted to the items.</summary>
    /// <typeparam name="TValue">The type of the feature's values.</typeparam>
    /// <param name="field">The feature's name, as reasons show it.</param>
    /// <param name="value">Reads an item's value.</param>
    /// <param name="encoder">Encodes the value.</param>
    /// <returns>This schema.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="value"/> or <paramref name="encoder"/> is null.</exception>
    /// <exception cref="ArgumentException">The field's name is null, empty or taken.</exception>
    public ItemSchema<TItem> Field<TValue>(string field, Func<TItem, TValue> value, IEncoder<TValue> encoder)
    {
        CheckIsFree(field);
        _fields.Field(field, value, encoder);
        _names.Add(field);
        return this;
    }

    /// <summary>Whether items have features.</summary>
    internal bool HasFields => _names.Count > 0;

    /// <summary>Fits the features' words and levels to items.</summary>
    /// <exception cref="InvalidOperationException">There are no features.</exception>
    internal FeatureSchema<TItem> Fit(IReadOnlyList<TItem> items) => _fields.Fit(items);

    /// <summary>Reads a stored schema.</summary>
    /// <exception cref="InvalidDataException">The stored schema is damaged, or has other fields.</exception>
    /// <exception cref="InvalidOperationException">There are no features.</exception>
    internal FeatureSchema<TItem> Read(Stream stream) => _fields.Load(stream);

    /// <inheritdoc cref="Read(Stream)"/>
    internal FeatureSchema<TItem> Read(SnapshotReader reader) => _fields.Read(reader);

    /// <summary>Creates an empty table of the items' keys.</summary>
    /// <exception cref="InvalidOperationException">No key was given, and the item is none itself.</exception>
    internal ItemKeys<TItem> CreateKeys()
    {
        if (_createKeys is not null)
        {
            return _createKeys();
        }

        KeyFormat<TItem> format = KeyFormat<TItem>.Known ?? throw new InvalidOperationException(
            $"The schema does not say what the key of a {typeof(TItem).Name} is. Call {nameof(Key)}, as in schema.{nameof(Key)}(item => "
            + "item.Id).");
        return new KeyedItems<TItem, TItem>(static item => item, format, null);
    }

    /// <summary>How an item is called in reasons.</summary>
    internal string NameOf(TItem item) => _name?.Invoke(item) ?? _keyText?.Invoke(item) ?? KeyFormat<TItem>.Default.Write(item);

    /// <summary>The bits of items. An item's position is its id; one that is null has no bits.</summary>
    /// <param name="schema">The fitted schema; null if there are no features.</param>
    /// <param name="items">The items, at least one.</param>
    /// <returns>The catalog. It has one bit, which is never set, if the schema has none.</returns>
    internal ItemCatalog CatalogOf(FeatureSchema<TItem>? schema, IReadOnlyList<object?> items)
    {
        FeatureSchema<TItem> used = schema is { BitCount: > 0 } ? schema : _noFeatures;
        ItemCatalog catalog = ItemCatalog.Create(used, []).Copy();
        ulong[] pattern = new ulong[BitSlice.WordCount(used.BitCount)];
        foreach (object? record in items)
        {
            Array.Clear(pattern);
            if (record is TItem item)
            {
                used.Encode(item, pattern);
            }

            catalog.Add(pattern);
        }

        return catalog;
    }

    /// <summary>Writes an item's bits, as <see cref="CatalogOf"/> has them.</summary>
    /// <param name="schema">The fitted schema; null if there are no features.</param>
    /// <param name="item">The item.</param>
    /// <param name="pattern">The pattern: as many words as hold the catalog's bits.</param>
    internal void Encode(FeatureSchema<TItem>? schema, TItem item, Span<ulong> pattern) =>
        (schema is { BitCount: > 0 } ? schema : _noFeatures).Encode(item, pattern);

    private void CheckIsFree(string field)
    {
        ArgumentException.ThrowIfNullOrEmpty(field);
        if (_names.Contains(field))
        {
            throw new ArgumentException($"There is already a feature '{field}'. Give each its own name.", nameof(field));
        }
    }

    // An item that is added later is refused at once, not by the next training.
    private static Func<TItem, double?> Finite(string field, Func<TItem, double?> number)
    {
        ArgumentNullException.ThrowIfNull(number);
        return item =>
        {
            double? read = number(item);
            return read is double value && double.IsInfinity(value)
                ? throw new ArgumentException($"The field '{field}' of the item '{item}' is {value}. Pass a finite number, or null.")
                : read;
        };
    }
}
