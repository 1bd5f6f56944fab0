using System.Runtime.CompilerServices;

namespace WeightlessNet.Recommenders.Ratings.Internals;

/// <summary>A view of one user's entries in a <see cref="RatingLog"/>, sorted by item. Valid until the log next changes.</summary>
internal readonly ref struct UserRatings
{
    private readonly ReadOnlySpan<ulong> _packed;
    private readonly ReadOnlySpan<RatedItem> _loose;
    private readonly PackedRatings? _packing;

    /// <summary>Views entries that are packed.</summary>
    public UserRatings(ReadOnlySpan<ulong> packed, PackedRatings packing)
    {
        _packed = packed;
        _packing = packing;
    }

    /// <summary>Views entries that are not packed.</summary>
    public UserRatings(ReadOnlySpan<RatedItem> loose) => _loose = loose;

    /// <summary>How many entries there are.</summary>
    public int Length => _packed.Length + _loose.Length;

    /// <summary>Whether the user has rated nothing.</summary>
    public bool IsEmpty => Length == 0;

    /// <summary>Whether the entries are packed: each value is exactly that of a level.</summary>
    public bool ArePacked => _packing is not null;

    /// <summary>The entry at a position, 0 to <see cref="Length"/> - 1.</summary>
    public RatedItem this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _packing is null ? _loose[index] : _packing.Unpack(_packed[index]);
    }

    /// <summary>The item of the entry at a position.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ItemAt(int index) => _packing is null ? _loose[index].Item : _packing.ItemOf(_packed[index]);

    /// <summary>The level of the entry at a position; -1 where the user's entries are not packed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int LevelAt(int index) => _packing is null ? -1 : _packing.LevelOf(_packed[index]);

    /// <summary>
    /// The item of the entry with the earliest time, of several such the lowest item, among all entries but one. There must be another.
    /// </summary>
    public int OldestItemExcept(int item)
    {
        RatedItem oldest = this[ItemAt(0) == item ? 1 : 0];
        for (int i = 1; i < Length; i++)
        {
            RatedItem entry = this[i];
            oldest = entry.Timestamp < oldest.Timestamp && entry.Item != item ? entry : oldest;
        }

        return oldest.Item;
    }

    /// <summary>Whether there is an entry of an item.</summary>
    public bool Has(int item) => Find(item) is not null;

    /// <summary>The entry of an item; null if there is none.</summary>
    public RatedItem? Find(int item)
    {
        (int low, int high) = (0, Length);
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            (low, high) = ItemAt(middle) < item ? (middle + 1, high) : (low, middle);
        }

        return low < Length && ItemAt(low) == item ? this[low] : null;
    }

    /// <summary>Whether there are the same entries in another log with the same packing.</summary>
    public bool Equals(UserRatings other) => _packed.SequenceEqual(other._packed) && _loose.SequenceEqual(other._loose);

    /// <summary>A copy that stays valid.</summary>
    public RatingsCopy Copy() => new(_packed.ToArray(), _loose.ToArray(), _packing);

    /// <summary>
    /// A copy in memory of the caller, which becomes larger where there is no room. It is valid until that is used again.
    /// </summary>
    public UserRatings CopyTo(ref ulong[] packed, ref RatedItem[] loose)
    {
        if (packed.Length < _packed.Length)
        {
            packed = new ulong[Math.Max(_packed.Length, 2 * packed.Length)];
        }

        if (loose.Length < _loose.Length)
        {
            loose = new RatedItem[Math.Max(_loose.Length, 2 * loose.Length)];
        }

        _packed.CopyTo(packed);
        _loose.CopyTo(loose);
        return _packing is null
            ? new UserRatings(loose.AsSpan(0, _loose.Length))
            : new UserRatings(packed.AsSpan(0, _packed.Length), _packing);
    }

    /// <summary>Enumerates the entries in the order of their items.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>A copy of the entries.</summary>
    public RatedItem[] ToArray()
    {
        RatedItem[] entries = new RatedItem[Length];
        CopyTo(entries);
        return entries;
    }

    /// <summary>Copies the entries to the beginning of a destination that is long enough.</summary>
    public void CopyTo(Span<RatedItem> destination)
    {
        for (int i = 0; i < Length; i++)
        {
            destination[i] = this[i];
        }
    }

    /// <summary>Enumerates entries.</summary>
    public ref struct Enumerator
    {
        private readonly UserRatings _ratings;
        private int _index;

        public Enumerator(UserRatings ratings)
        {
            _ratings = ratings;
            _index = -1;
        }

        public readonly RatedItem Current => _ratings[_index];

        public bool MoveNext() => ++_index < _ratings.Length;
    }
}
