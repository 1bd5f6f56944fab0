using WeightlessNet.Storage;

namespace WeightlessNet.Serving.Internals;

/// <summary>The dense ids of items by key, and the records of those that are in the catalog.</summary>
/// <typeparam name="TItem">The type of the items.</typeparam>
/// <remarks>
/// An id is never used twice: keys stay when their record goes. Readers take no lock and may run while one thread changes the table. An id
/// that a reader finds is below <see cref="Count"/>.
/// </remarks>
internal abstract class ItemKeys<TItem>
    where TItem : notnull
{
    /// <summary>There are at most so many items.</summary>
    public const int MaximumCount = 1 << 26;

    /// <summary>The number of ids: they are 0 to <see cref="Count"/> - 1.</summary>
    public abstract int Count { get; }

    /// <summary>The number of ids with a record.</summary>
    public abstract int AvailableCount { get; }

    /// <summary>
    /// The ids with a record: id i is bit i % 64 of word i / 64, ids beyond the last word have none. Null if all ids have a record.
    /// </summary>
    /// <remarks>The words change with the table; each bit is right at the moment when it is read.</remarks>
    public abstract ulong[]? Available { get; }

    /// <summary>Compares items by their keys.</summary>
    public abstract IEqualityComparer<TItem> ByKey { get; }

    /// <summary>The id of an item; -1 if its key is unknown.</summary>
    /// <exception cref="ArgumentException">The item or its key is null.</exception>
    public abstract int Find(TItem item);

    /// <summary>The id of a key; -1 if it is unknown.</summary>
    /// <exception cref="ArgumentNullException">The key is null.</exception>
    /// <exception cref="ArgumentException">Items have keys of another type.</exception>
    public abstract int FindKey<TKey>(TKey key);

    /// <summary>The id of the key with this text; -1 if it is unknown, or is not the text of a key.</summary>
    public abstract int FindText(string keyText);

    /// <summary>Those of some texts that are texts of different keys that are unknown, as long as there are ids for them.</summary>
    public abstract List<string> NewKeys(IEnumerable<string> keyTexts);

    /// <summary>The text of an id's key.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The id is not 0 to <see cref="Count"/> - 1.</exception>
    public abstract string TextOf(int id);

    /// <summary>The text of an item's key. If the key is known, the text with which it was added.</summary>
    /// <exception cref="ArgumentException">The item or its key is null, or the key cannot be written and read back.</exception>
    public abstract string TextOf(TItem item);

    /// <summary>Adds a stored key without a record.</summary>
    /// <returns>The new id.</returns>
    /// <exception cref="InvalidDataException">The text is not that of a key, or the key is known.</exception>
    public abstract int Add(string keyText);

    /// <summary>Sets an item's record, and adds its key if it is unknown.</summary>
    /// <param name="item">The item, which is available from now on.</param>
    /// <param name="isNew">Whether the key was unknown.</param>
    /// <returns>The item's id.</returns>
    /// <exception cref="ArgumentException">The item or its key is null, or the key cannot be written and read back.</exception>
    /// <exception cref="InvalidOperationException">The item is new, and there are <see cref="MaximumCount"/> ids.</exception>
    public abstract int Put(TItem item, out bool isNew);

    /// <summary>Removes an item's record. Its key and its id stay.</summary>
    /// <returns>Whether it had one.</returns>
    public abstract bool Withdraw(int id);

    /// <summary>Whether an id has a record.</summary>
    public abstract bool IsAvailable(int id);

    /// <summary>The record of an id.</summary>
    /// <returns>Whether it has one.</returns>
    public abstract bool TryGet(int id, out TItem item);

    /// <summary>The record of an id as the object that is replaced with it; null if it has none.</summary>
    public abstract object? RecordOf(int id);

    /// <summary>Writes the keys in the order of their ids. Records are not written.</summary>
    public abstract void WriteTo(SnapshotWriter writer);

    /// <summary>Reads keys into an empty table. If it throws, the table holds a part of them.</summary>
    /// <exception cref="InvalidDataException">A text is not that of a key, or a key occurs twice.</exception>
    /// <exception cref="InvalidOperationException">The table is not empty.</exception>
    public abstract void Read(SnapshotReader reader);
}
