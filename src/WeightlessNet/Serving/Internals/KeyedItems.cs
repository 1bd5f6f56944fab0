using System.Collections.Concurrent;
using WeightlessNet.Encoders;
using WeightlessNet.Storage;

namespace WeightlessNet.Serving.Internals;

/// <summary>The ids and records of items with keys of one type.</summary>
/// <typeparam name="TItem">The type of the items.</typeparam>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <remarks>See <see cref="ItemKeys{TItem}"/>.</remarks>
internal sealed class KeyedItems<TItem, TKey> : ItemKeys<TItem>
    where TItem : notnull
    where TKey : notnull
{
    private const int FirstCapacity = 16;

    private readonly Func<TItem, TKey> _key;
    private readonly KeyFormat<TKey> _format;
    private readonly IEqualityComparer<TKey> _comparer;
    private readonly ConcurrentDictionary<TKey, int> _ids;
    private readonly AvailableIds _available = new();

    // An entry is written before the count that includes it, and the count before the key can be found.
    private volatile Entry[] _entries = new Entry[FirstCapacity];
    private volatile int _count;
    private volatile int _availableCount;

    /// <summary>Creates an empty table.</summary>
    /// <param name="key">Reads an item's key.</param>
    /// <param name="format">How keys are written.</param>
    /// <param name="comparer">Compares keys; null for the default comparer.</param>
    public KeyedItems(Func<TItem, TKey> key, KeyFormat<TKey> format, IEqualityComparer<TKey>? comparer)
    {
        _key = key;
        _format = format;
        _comparer = comparer ?? EqualityComparer<TKey>.Default;
        _ids = new ConcurrentDictionary<TKey, int>(concurrencyLevel: 1, FirstCapacity, comparer);
        ByKey = EqualityComparer<TItem>.Create(
            (one, other) => one is null || other is null ? one is null && other is null : _comparer.Equals(KeyOf(one), KeyOf(other)),
            item => _comparer.GetHashCode(KeyOf(item)));
    }

    public override int Count => _count;

    public override int AvailableCount => _availableCount;

    public override ulong[]? Available => _available.Words;

    public override IEqualityComparer<TItem> ByKey { get; }

    public override int Find(TItem item) => _ids.TryGetValue(KeyOf(item), out int id) ? id : -1;

    public override int FindKey<TOther>(TOther key)
    {
        if (key is TKey known)
        {
            return _ids.TryGetValue(known, out int id) ? id : -1;
        }

        ArgumentNullException.ThrowIfNull(key);
        throw new ArgumentException(
            $"The keys of items have the type '{typeof(TKey)}', not '{typeof(TOther)}'. Pass a '{typeof(TKey)}'.", nameof(key));
    }

    public override int FindText(string keyText) =>
        _format.TryRead(keyText, out TKey key) && _ids.TryGetValue(key, out int id) ? id : -1;

    public override List<string> NewKeys(IEnumerable<string> keyTexts)
    {
        HashSet<TKey> keys = new(_comparer);
        List<string> added = [];
        foreach (string text in keyTexts)
        {
            // A text that is written otherwise would not be found again when the log is repeated.
            if (text.Length <= KeyText.MaximumLength && KeyText.IsWellFormed(text) && _format.TryRead(text, out TKey key)
                && _format.Write(key) == text && !_ids.ContainsKey(key) && _count + added.Count < MaximumCount && keys.Add(key))
            {
                added.Add(text);
            }
        }

        return added;
    }

    public override string TextOf(int id)
    {
        int count = _count;
        return (uint)id < (uint)count
            ? _format.Write(_entries[id].Key)
            : throw new ArgumentOutOfRangeException(nameof(id), id, $"There are {count} items.");
    }

    public override string TextOf(TItem item)
    {
        TKey key = KeyOf(item);
        return _ids.TryGetValue(key, out int id) ? TextOf(id) : _format.Check(key, _comparer, nameof(item));
    }

    public override int Add(string keyText)
    {
        if (keyText.Length > KeyText.MaximumLength || !KeyText.IsWellFormed(keyText))
        {
            throw new InvalidDataException($"The stored key '{ShownText.Of(keyText)}' of an item is too long, or is not valid Unicode.");
        }

        if (!_format.TryRead(keyText, out TKey key))
        {
            throw new InvalidDataException(
                $"The stored key '{ShownText.Of(keyText)}' of an item is not the text of a '{typeof(TKey).Name}'. "
                + "Use the type of key and the KeyFormat with which it was stored.");
        }

        if (_ids.TryGetValue(key, out int known))
        {
            throw new InvalidDataException(
                $"The stored key '{ShownText.Of(keyText)}' of an item occurs twice: item {known} has it, or one that is equal to it.");
        }

        ThrowIfFull();
        _available.AddWithout(_count);
        return Append(new Entry(key));
    }

    public override int Put(TItem item, out bool isNew)
    {
        TKey key = KeyOf(item);
        isNew = !_ids.TryGetValue(key, out int id);
        if (!isNew)
        {
            _availableCount += _entries[id].Record is null ? 1 : 0;
            _entries[id].Record = item;
            _available.Set(id);
            return id;
        }

        _ = _format.Check(key, _comparer, nameof(item));
        ThrowIfFull();
        _available.Add(_count);
        _availableCount++;
        return Append(new Entry(key) { Record = item });
    }

    public override bool Withdraw(int id)
    {
        if (!IsAvailable(id))
        {
            return false;
        }

        _availableCount--;
        _available.Clear(id, _count);
        _entries[id].Record = null;
        return true;
    }

    public override bool IsAvailable(int id) => (uint)id < (uint)_count && _entries[id].Record is not null;

    public override bool TryGet(int id, out TItem item)
    {
        if ((uint)id < (uint)_count && _entries[id].Record is { } record)
        {
            item = (TItem)record;
            return true;
        }

        item = default!;
        return false;
    }

    public override object? RecordOf(int id) => (uint)id < (uint)_count ? _entries[id].Record : null;

    // Content: number of keys, compact; per key: its text.
    public override void WriteTo(SnapshotWriter writer)
    {
        int count = _count;
        writer.WriteCompact((ulong)count);
        for (int id = 0; id < count; id++)
        {
            writer.Write(TextOf(id));
        }
    }

    public override void Read(SnapshotReader reader)
    {
        if (_count > 0)
        {
            throw new InvalidOperationException("Keys are read into an empty table only.");
        }

        int count = reader.ReadCompact(MaximumCount);
        for (int id = 0; id < count; id++)
        {
            try
            {
                Add(reader.ReadText());
            }
            catch (InvalidDataException failure)
            {
                throw reader.Invalid(failure.Message, failure);
            }
        }
    }

    private TKey KeyOf(TItem item)
    {
        if (item is null)
        {
            throw new ArgumentNullException(nameof(item), "An item must not be null.");
        }

        return _key(item) ?? throw new ArgumentException(
            $"The key of an item is null. Give it a key, or change the function that was passed to {nameof(ItemSchema<>.Key)}.",
            nameof(item));
    }

    private int Append(Entry entry)
    {
        int id = _count;
        Entry[] entries = _entries;
        if (id == entries.Length)
        {
            Array.Resize(ref entries, Math.Min(2 * id, MaximumCount));
        }

        entries[id] = entry;
        _entries = entries;
        _count = id + 1;
        _ids[entry.Key] = id;
        return id;
    }

    private void ThrowIfFull()
    {
        if (_count == MaximumCount)
        {
            throw new InvalidOperationException(
                $"All {MaximumCount} ids of items are used, including those of removed ones. " +
                "Open a new recommender and learn the ratings there.");
        }
    }

    // A record is boxed if it is a struct, so that it is replaced in one step.
    private sealed class Entry(TKey key)
    {
        public TKey Key { get; } = key;

        public volatile object? Record;
    }
}
