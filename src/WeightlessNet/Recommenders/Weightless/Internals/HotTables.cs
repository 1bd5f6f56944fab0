using System.Collections.Concurrent;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>
/// The tables of users who were asked about lately. A full cache gives up a user who was not found lately: the hand of a clock goes over
/// the users, spares each who was found since it last passed, and stops at the first other one.
/// </summary>
/// <remarks>Thread-safe. <see cref="Find"/> takes no lock and allocates nothing.</remarks>
/// <typeparam name="T">The tables of a user.</typeparam>
/// <param name="maximum">How many users are kept, 1 or more.</param>
internal sealed class HotTables<T>(int maximum)
    where T : class
{
    private readonly ConcurrentDictionary<int, Entry> _entries = [];
    private readonly Lock _clock = new();
    private readonly List<Entry> _hands = [];
    private int _hand;

    /// <summary>A user's tables, or null.</summary>
    public T? Find(int user)
    {
        if (!_entries.TryGetValue(user, out Entry? entry))
        {
            return null;
        }

        if (!entry.IsFound)
        {
            entry.IsFound = true;
        }

        return entry.Tables;
    }

    /// <summary>Replaces a user's tables; a full cache gives up another user first.</summary>
    public void Put(int user, T tables)
    {
        if (_entries.TryGetValue(user, out Entry? entry))
        {
            entry.Tables = tables;
            return;
        }

        lock (_clock)
        {
            entry = new Entry(user, tables);
            if (!_entries.TryAdd(user, entry))
            {
                _entries[user].Tables = tables;
                return;
            }

            if (_hands.Count < maximum)
            {
                _hands.Add(entry);
                return;
            }

            int place = AdvanceHand();
            _entries.TryRemove(_hands[place].User, out _);
            _hands[place] = entry;
        }
    }

    /// <summary>Drops a user's tables, because the user's ratings have changed. The user keeps a place.</summary>
    public void Drop(int user)
    {
        if (_entries.TryGetValue(user, out Entry? entry))
        {
            entry.Tables = null;
        }
    }

    /// <summary>Removes a user and leaves nothing.</summary>
    public void Remove(int user)
    {
        lock (_clock)
        {
            if (_entries.TryRemove(user, out Entry? entry))
            {
                entry.Tables = null;
                int place = _hands.IndexOf(entry);
                _hands[place] = _hands[^1];
                _hands.RemoveAt(_hands.Count - 1);
                _hand = _hands.Count == 0 ? 0 : _hand % _hands.Count;
            }
        }
    }

    /// <summary>Removes all users.</summary>
    public void Clear()
    {
        lock (_clock)
        {
            _entries.Clear();
            _hands.Clear();
            _hand = 0;
        }
    }

    // The place at which the hand stops; it then points to the next one.
    private int AdvanceHand()
    {
        while (_hands[_hand].IsFound)
        {
            _hands[_hand].IsFound = false;
            _hand = (_hand + 1) % _hands.Count;
        }

        int stopped = _hand;
        _hand = (_hand + 1) % _hands.Count;
        return stopped;
    }

    private sealed class Entry(int user, T tables)
    {
        private volatile T? _tables = tables;

        public int User { get; } = user;

        public T? Tables
        {
            get => _tables;
            set => _tables = value;
        }

        public bool IsFound { get; set; } = true;
    }
}
