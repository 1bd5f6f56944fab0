namespace WeightlessNet.Recommenders;

/// <summary>The personal networks that are kept ready: at most so many, the ones not used for longest given up first (clock).</summary>
internal sealed class HotUsers
{
    private readonly Dictionary<int, int> _slots = [];
    private readonly List<(int User, bool Used, PersonalNetwork Network)> _entries = [];
    private readonly int _maximum;
    private int _hand;

    public HotUsers(int maximum) => _maximum = maximum;

    /// <summary>The network kept for a user, or null.</summary>
    public PersonalNetwork? Find(int user)
    {
        if (!_slots.TryGetValue(user, out int slot))
        {
            return null;
        }

        (_, _, PersonalNetwork network) = _entries[slot];
        _entries[slot] = (user, true, network);
        return network;
    }

    /// <summary>A network for a user that has none yet: a new one, or that of another user, emptied.</summary>
    public PersonalNetwork Take(int user, Func<PersonalNetwork> create, PersonalFold fold)
    {
        PersonalNetwork network;
        if (_entries.Count < _maximum)
        {
            network = create();
            _slots.Add(user, _entries.Count);
            _entries.Add((user, true, network));
            return network;
        }

        while (_entries[_hand].Used)
        {
            _entries[_hand] = (_entries[_hand].User, false, _entries[_hand].Network);
            _hand = (_hand + 1) % _maximum;
        }

        int other;
        (other, _, network) = _entries[_hand];
        network.Empty(fold);
        _slots.Remove(other);
        _slots.Add(user, _hand);
        _entries[_hand] = (user, true, network);
        _hand = (_hand + 1) % _maximum;
        return network;
    }
}
