namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>The personal tables that are kept ready: at most so many, the ones not used for longest given up first (clock).</summary>
internal sealed class HotUsers
{
    private const int NoUser = -1;

    private readonly Dictionary<int, int> _slots = [];
    private readonly List<(int User, bool Used, PersonalTables Tables)> _entries = [];
    private readonly Stack<int> _free = [];
    private readonly int _maximum;
    private int _hand;

    public HotUsers(int maximum) => _maximum = maximum;

    /// <summary>The tables kept for a user, or null.</summary>
    public PersonalTables? Find(int user)
    {
        if (!_slots.TryGetValue(user, out int slot))
        {
            return null;
        }

        (_, _, PersonalTables tables) = _entries[slot];
        _entries[slot] = (user, true, tables);
        return tables;
    }

    /// <summary>The users whose tables are kept.</summary>
    public IReadOnlyCollection<int> Users => _slots.Keys;

    /// <summary>Notes that a user's own ratings have changed.</summary>
    public void MakeStale(int user)
    {
        if (_slots.TryGetValue(user, out int slot))
        {
            _entries[slot].Tables.Version = -1;
        }
    }

    /// <summary>Leaves nothing of a user; the tables serve the next one.</summary>
    public void Forget(int user)
    {
        if (_slots.Remove(user, out int slot))
        {
            (_, _, PersonalTables tables) = _entries[slot];
            tables.Clear();
            _entries[slot] = (NoUser, false, tables);
            _free.Push(slot);
        }
    }

    /// <summary>Tables for a user that has none yet: a new one, or that of another user, marked as made for nobody.</summary>
    public PersonalTables Take(int user, Func<PersonalTables> create)
    {
        PersonalTables tables;
        if (_free.TryPop(out int free))
        {
            tables = _entries[free].Tables;
            _slots.Add(user, free);
            _entries[free] = (user, true, tables);
            return tables;
        }

        if (_entries.Count < _maximum)
        {
            tables = create();
            _slots.Add(user, _entries.Count);
            _entries.Add((user, true, tables));
            return tables;
        }

        while (_entries[_hand].Used)
        {
            _entries[_hand] = (_entries[_hand].User, false, _entries[_hand].Tables);
            _hand = (_hand + 1) % _maximum;
        }

        int other;
        (other, _, tables) = _entries[_hand];
        tables.Version = -1;
        _slots.Remove(other);
        _slots.Add(user, _hand);
        _entries[_hand] = (user, true, tables);
        _hand = (_hand + 1) % _maximum;
        return tables;
    }
}
