namespace WeightlessNet.Recommenders.Ratings.Internals;

/// <summary>
/// What is kept ready for some users, such as the tables of their networks. A full cache gives up a user who was not found lately: the hand
/// of a clock goes over the users, spares each who was found since it last passed, and stops at the first other one.
/// </summary>
/// <remarks>Not safe for concurrent use; its owner locks.</remarks>
/// <typeparam name="T">What is kept for a user.</typeparam>
/// <param name="maximum">How many users are kept, 1 or more.</param>
internal sealed class HotUsers<T>(int maximum)
    where T : class
{
    private const int NoUser = -1;

    private readonly Dictionary<int, int> _slots = [];
    private readonly List<(int User, bool Found, T? Kept)> _entries = [];
    private readonly Stack<int> _free = [];
    private int _hand;

    /// <summary>The users who are kept.</summary>
    public IReadOnlyCollection<int> Users => _slots.Keys;

    /// <summary>What is kept for a user, or null.</summary>
    public T? Find(int user)
    {
        if (!_slots.TryGetValue(user, out int slot))
        {
            return null;
        }

        T? kept = _entries[slot].Kept;
        _entries[slot] = (user, true, kept);
        return kept;
    }

    /// <summary>What is kept for a user, or null. This does not count as found.</summary>
    public T? Peek(int user) => _slots.TryGetValue(user, out int slot) ? _entries[slot].Kept : null;

    /// <summary>Removes all users, and what could be used again.</summary>
    public void Clear()
    {
        if (_entries.Count > 0)
        {
            _slots.Clear();
            _entries.Clear();
            _free.Clear();
            _hand = 0;
        }
    }

    /// <summary>Removes a user, if there is one.</summary>
    public void Remove(int user)
    {
        if (_slots.Remove(user, out int slot))
        {
            _entries[slot] = (NoUser, false, null);
            _free.Push(slot);
        }
    }

    /// <summary>Adds a user who is not kept; a full cache gives up another one first.</summary>
    /// <param name="user">The user.</param>
    /// <param name="make">
    /// Makes what is kept for the user. It is given what was kept for a user who was given up, to use it again, or null.
    /// </param>
    public T Add(int user, Func<T?, T> make)
    {
        int slot = _free.TryPeek(out int free) ? free : _entries.Count < maximum ? _entries.Count : AdvanceHand();
        T kept = make(slot < _entries.Count ? _entries[slot].Kept : null);

        _free.TryPop(out _);
        if (slot == _entries.Count)
        {
            _entries.Add((NoUser, false, null));
        }

        _slots.Remove(_entries[slot].User);
        _slots.Add(user, slot);
        _entries[slot] = (user, true, kept);
        return kept;
    }

    // The slot at which the hand stops; it then points to the next one.
    private int AdvanceHand()
    {
        while (_entries[_hand].Found)
        {
            _entries[_hand] = (_entries[_hand].User, false, _entries[_hand].Kept);
            _hand = (_hand + 1) % maximum;
        }

        int stopped = _hand;
        _hand = (_hand + 1) % maximum;
        return stopped;
    }
}
