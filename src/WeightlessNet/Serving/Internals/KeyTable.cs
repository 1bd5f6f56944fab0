namespace WeightlessNet.Serving.Internals;

/// <summary>
/// The ids of keys. A key is looked up in one place of memory, where its hash code, its id and the key itself lie together.
/// </summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <remarks>Thread-safe for readers, who take no lock. Writers take turns: their caller locks.</remarks>
internal sealed class KeyTable<TKey>
    where TKey : notnull
{
    private const int FirstBits = 4;
    private const int MostBits = 30;

    // A slot is free, holds a key (its state is the id + 1), or held one. It gets no second key, so a reader can tell whether the key that
    // it has read is whole: the state is then the same as before.
    private const int Free = 0;
    private const int Removed = -1;

    private readonly IEqualityComparer<TKey> _comparer;
    private readonly bool _isDefault;
    private volatile Slot[] _slots = new Slot[1 << FirstBits];
    private int _used;

    /// <summary>Creates an empty table.</summary>
    /// <param name="comparer">Compares keys; null for the default comparer.</param>
    public KeyTable(IEqualityComparer<TKey>? comparer)
    {
        _comparer = comparer ?? EqualityComparer<TKey>.Default;

        // The default comparer of a struct can be inlined.
        _isDefault = typeof(TKey).IsValueType && (comparer is null || comparer == EqualityComparer<TKey>.Default);
    }

    /// <summary>The number of keys.</summary>
    public int Count { get; private set; }

    /// <summary>The hash code of a key.</summary>
    public int HashOf(TKey key) => _isDefault ? key.GetHashCode() : _comparer.GetHashCode(key);

    /// <summary>The id of a key; -1 if it is unknown.</summary>
    public int Find(TKey key) => Find(key, HashOf(key));

    /// <summary>The id of a key; -1 if it is unknown.</summary>
    /// <param name="key">The key.</param>
    /// <param name="hash">Its <see cref="HashOf"/>.</param>
    public int Find(TKey key, int hash)
    {
        Slot[] slots = _slots;
        for (uint at = FirstOf(hash); ; at++)
        {
            ref Slot slot = ref slots[at & (uint)(slots.Length - 1)];
            int state;
            while ((state = Volatile.Read(ref slot.State)) > Free && slot.Hash == hash)
            {
                TKey known = slot.Key;
                Volatile.ReadBarrier();
                if (slot.State != state)
                {
                    // Another thread has changed the slot: the key may be half of one.
                    continue;
                }

                if (AreEqual(known, key))
                {
                    return state - 1;
                }

                break;
            }

            if (state == Free)
            {
                return -1;
            }
        }
    }

    /// <summary>Adds a key, or gives it another id.</summary>
    public void Set(TKey key, int id)
    {
        int hash = HashOf(key);
        Slot[] slots = _slots;
        int at = SlotOf(slots, key, hash);
        if (slots[at].State != Free)
        {
            Volatile.Write(ref slots[at].State, id + 1);
            return;
        }

        if (3L * (_used + 1) > 2L * slots.Length)
        {
            slots = Rebuilt(slots);
            at = SlotOf(slots, key, hash);
        }

        Put(slots, at, new Slot { Hash = hash, Key = key, State = id + 1 });
        _used++;
        Count++;
    }

    /// <summary>Removes a key. Nothing of it stays in the table.</summary>
    /// <param name="key">The key.</param>
    /// <param name="id">Its id; -1 if it was unknown.</param>
    /// <returns>Whether it was known.</returns>
    public bool Remove(TKey key, out int id)
    {
        Slot[] slots = _slots;
        ref Slot slot = ref slots[SlotOf(slots, key, HashOf(key))];
        id = slot.State - 1;
        if (slot.State == Free)
        {
            return false;
        }

        // The state changes before the key does.
        slot.State = Removed;
        Volatile.WriteBarrier();
        (slot.Key, slot.Hash) = (default!, 0);
        Count--;
        return true;
    }

    // Where a key is, or the free slot where it would be. The caller locks.
    private int SlotOf(Slot[] slots, TKey key, int hash)
    {
        for (uint at = FirstOf(hash); ; at++)
        {
            int index = (int)(at & (uint)(slots.Length - 1));
            int state = slots[index].State;
            if (state == Free || (state > Free && slots[index].Hash == hash && AreEqual(slots[index].Key, key)))
            {
                return index;
            }
        }
    }

    // Replaces the slots: twice as many, unless removed keys filled them. The comparer may throw afterwards, so they must match _used.
    private Slot[] Rebuilt(Slot[] slots)
    {
        int length = 2L * Count >= _used ? 2 * slots.Length : slots.Length;
        if (length > 1 << MostBits)
        {
            throw new InvalidOperationException($"There are {Count} keys, and no room for more.");
        }

        Slot[] made = new Slot[length];
        foreach (ref readonly Slot slot in slots.AsSpan())
        {
            if (slot.State > Free)
            {
                uint at = FirstOf(slot.Hash);
                while (made[at & (uint)(length - 1)].State != Free)
                {
                    at++;
                }

                made[at & (uint)(length - 1)] = slot;
            }
        }

        _used = Count;
        _slots = made;
        return made;
    }

    // The key is there before its state says so.
    private static void Put(Slot[] slots, int at, in Slot slot)
    {
        (slots[at].Hash, slots[at].Key) = (slot.Hash, slot.Key);
        Volatile.Write(ref slots[at].State, slot.State);
    }

    // Neighboring hash codes are spread; those of a multiple of a power of 2 too.
    private static uint FirstOf(int hash)
    {
        uint mixed = (uint)hash * 0x9E3779B9;
        return mixed ^ (mixed >> 15);
    }

    private bool AreEqual(TKey one, TKey other) =>
        _isDefault ? EqualityComparer<TKey>.Default.Equals(one, other) : _comparer.Equals(one, other);

    private struct Slot
    {
        public int State;
        public int Hash;
        public TKey Key;
    }
}
