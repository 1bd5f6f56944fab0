using WeightlessNet.Encoders;
using WeightlessNet.Storage;

namespace WeightlessNet.Serving;

/// <content>The features' words and levels, as other processes and later items need them.</content>
public sealed partial class KeyedCatalog<TItem>
{
    /// <summary>
    /// Gives ids to items as the constructor does, with the words and levels of features that another catalog has found, so that the same
    /// item has the same bits.
    /// </summary>
    /// <param name="schema">Says what the key and the features of an item are: the same as of the other catalog.</param>
    /// <param name="items">The items, at least one.</param>
    /// <param name="known">The texts of keys that have ids already, in the order of their ids.</param>
    /// <param name="features">What <see cref="SaveFeatures"/> of the other catalog returned.</param>
    /// <exception cref="ArgumentNullException">An argument or an item is null.</exception>
    /// <exception cref="ArgumentException">There are no items, or a key occurs twice, or cannot be written.</exception>
    /// <exception cref="InvalidDataException">
    /// The bytes are damaged, or of features that this schema does not have; or a known text is not that of a key, or occurs twice.
    /// </exception>
    /// <exception cref="InvalidOperationException">The schema names no key, and <typeparamref name="TItem"/> is none itself.</exception>
    /// <exception cref="NotSupportedException">A key's type needs a <see cref="KeyFormat{TKey}"/>.</exception>
    public KeyedCatalog(
        Action<ItemSchema<TItem>> schema, IEnumerable<TItem> items, IReadOnlyList<string> known, ReadOnlyMemory<byte> features)
        : this(schema, items, known ?? throw new ArgumentNullException(nameof(known)), (own, _) => Read(own, features))
    {
        if (!_schema.HasFields && !features.IsEmpty)
        {
            throw new InvalidDataException("The other catalog had features, but the schema has none.");
        }
    }

    /// <summary>
    /// The words and levels of the features, for a catalog of another process; no bytes if there are no features. The functions that read
    /// them from an item, and an application's own encoders, are not among them.
    /// </summary>
    public byte[] SaveFeatures()
    {
        using MemoryStream stream = new();
        _features?.Save(stream);
        return stream.ToArray();
    }

    /// <summary>
    /// A catalog with more items, or with other records of known ones. The words and levels of features stay: words that are new have no
    /// bit. This catalog does not change. Takes time in proportion to the number of all items.
    /// </summary>
    /// <param name="items">The items; the last one of a key counts.</param>
    /// <param name="known">
    /// The texts of all keys that have ids, in the order of their ids: those of <see cref="Keys"/>, and maybe more. Items with other keys
    /// get the ids after these.
    /// </param>
    /// <exception cref="ArgumentNullException">An argument or an item is null.</exception>
    /// <exception cref="ArgumentException">
    /// A key cannot be written, or <paramref name="known"/> does not begin with <see cref="Keys"/>.
    /// </exception>
    /// <exception cref="InvalidDataException">A known text is not that of a key, or occurs twice.</exception>
    public KeyedCatalog<TItem> With(IEnumerable<TItem> items, IReadOnlyList<string> known)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(known);
        if (!known.Take(Keys.Count).SequenceEqual(Keys))
        {
            throw new ArgumentException("The known keys must begin with those of this catalog: ids stay with their keys.", nameof(known));
        }

        Dictionary<TItem, TItem> present = new(_keys.ByKey);
        for (int id = 0; id < _keys.Count; id++)
        {
            if (_keys.TryGet(id, out TItem item))
            {
                present[item] = item;
            }
        }

        foreach (TItem item in items)
        {
            ArgumentNullException.ThrowIfNull(item, nameof(items));
            present[item] = item;
        }

        return new KeyedCatalog<TItem>(_describe, present.Values, known, (_, _) => _features!);
    }

    private static FeatureSchema<TItem> Read(ItemSchema<TItem> schema, ReadOnlyMemory<byte> features) => features.IsEmpty
        ? throw new InvalidDataException("The other catalog had no features, but the schema has some.")
        : schema.Read(new MemoryStream(features.ToArray()));
}
