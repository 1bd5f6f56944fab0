using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Serving.Internals.Storing;
using WeightlessNet.Storage;

namespace WeightlessNet.Serving.Internals;

/// <summary>Keeps the changes whose user and item have a key, so that no rating goes to somebody else when an id is given again.</summary>
/// <remarks>Items get new ids where keys are missing, because ids of items have no gaps.</remarks>
internal sealed class SalvagedChanges : IEventSieve
{
    private readonly byte[] _boundary = new byte[Change.Of(ChangeKind.ForgetKeyless, 0).Length];
    private readonly Dictionary<int, int> _items = [];
    private readonly Dictionary<string, int> _itemKeys = new(StringComparer.Ordinal);
    private readonly HashSet<int> _users = [];

    // Above the ids of all users, of those that are forgotten too.
    private int _nextUser;

    // Dropped changes of users without a key. They were not lost if the user is forgotten later in the log: then the checkpoint, which may
    // be of a later moment than the beginning of the log, has no such user.
    private readonly Dictionary<int, long> _ofUnknownUsers = [];

    // Of a damaged checkpoint: items in the order of their ids, then users.
    private readonly List<Change> _keys = [];
    private StoredValues _values;
    private long _dropped;
    private byte[] _kept = [];

    /// <summary>Creates a sieve that knows no keys.</summary>
    public SalvagedChanges() => Change.Of(ChangeKind.ForgetKeyless, 0).WriteTo(_boundary);

    public ReadOnlySpan<byte> Boundary => _boundary;

    public long DroppedCount => _dropped + _ofUnknownUsers.Values.Sum();

    public bool HasRewritten { get; private set; }

    public long IdleCount { get; private set; }

    public void ReadCheckpoint(Stream content) =>
        SnapshotReader.Load(content, SnapshotKind.RecommenderCheckpoint, (reader, head) =>
        {
            // Every layout begins in this way.
            var layout = CheckpointLayout.Read(reader, head);
            ReadKeys(reader, layout, static (_, _) => { });
            if (layout.HasChecksum)
            {
                reader.CheckChecksum();
            }

            reader.SkipRest();
            return true;
        });

    public bool TryReadKeys(Stream content)
    {
        try
        {
            return SnapshotReader.LoadBeginning(content, SnapshotKind.RecommenderCheckpoint, (reader, head) =>
            {
                var layout = CheckpointLayout.Read(reader, head);
                if (!layout.HasChecksum)
                {
                    throw reader.Invalid("there is no checksum of the keys");
                }

                ReadKeys(reader, layout, (user, key) => _keys.Add(Change.OfUser(user, key)));
                reader.CheckChecksum();
                _keys.InsertRange(
                    0, _itemKeys.OrderBy(static item => item.Value).Select(static item => Change.OfItem(item.Value, item.Key)));
                if (_nextUser > 0 && !_users.Contains(_nextUser - 1))
                {
                    // The last id is not given again.
                    _keys.Add(Change.Of(ChangeKind.ForgetUser, _nextUser - 1));
                }

                _keys.Insert(0, Change.Of(_values));

                return true;
            });
        }
        catch (InvalidDataException)
        {
            _items.Clear();
            _itemKeys.Clear();
            _users.Clear();
            _nextUser = 0;
            _keys.Clear();
            return false;
        }
    }

    public IEnumerable<byte[]> KeyEvents() => _keys.Select(static key =>
    {
        byte[] bytes = new byte[key.Length];
        key.WriteTo(bytes);
        return bytes;
    });

    public ReadOnlySpan<byte> Sift(ReadOnlySpan<byte> bytes)
    {
        Change change;
        try
        {
            change = Change.Read(bytes, scale: null);
        }
        catch (InvalidDataException)
        {
            return Dropped();
        }

        int user = change.Rating.User;
        switch (change.Kind)
        {
            case ChangeKind.ForgetKeyless:
                // The boundaries of an earlier repair do what the new ones do.
                return default;
            case ChangeKind.Values:
                IdleCount++;
                return bytes;
            case ChangeKind.Item:
                return Item(change, bytes);
            case ChangeKind.User:
                _ = _users.Add(user);
                _ = Retire(user);
                return bytes;
            case ChangeKind.ForgetUser:
                _ = _ofUnknownUsers.Remove(user);
                return _users.Remove(user) | Retire(user) ? bytes : default;
            case var _ when !_users.Contains(user) && Forgets(change):
                return default;
            case var _ when !_users.Contains(user):
                _ofUnknownUsers[user] = _ofUnknownUsers.GetValueOrDefault(user) + 1;
                return default;
            case var kind when kind == ChangeKind.Forget || change.HasValue:
                return OfItem(change, bytes);
            case ChangeKind.Controls:
                return Controls(change, bytes);
            default:
                return bytes;
        }
    }

    private void ReadKeys(SnapshotReader reader, CheckpointLayout layout, Action<int, string> readUser)
    {
        _values = StoredValues.Read(reader, layout.HasMark);
        for (int item = 0, count = reader.ReadCompact(int.MaxValue); item < count; item++)
        {
            _items[item] = item;
            _itemKeys[reader.ReadText()] = item;
        }

        _nextUser = reader.ReadCompact(RecommenderArguments.UserBound);
        for (int count = reader.ReadCompact(int.MaxValue); count > 0; count--)
        {
            int user = reader.ReadCompact(int.MaxValue);
            _ = _users.Add(user);
            readUser(user, reader.ReadText());
        }
    }

    // Returns whether the id is above all before it.
    private bool Retire(int user)
    {
        bool isNext = user >= _nextUser && user < RecommenderArguments.UserBound;
        _nextUser = isNext ? user + 1 : _nextUser;
        return isNext;
    }

    private ReadOnlySpan<byte> Item(Change change, ReadOnlySpan<byte> bytes)
    {
        bool isKnown = _itemKeys.TryGetValue(change.Key!, out int item);
        if (!isKnown)
        {
            item = _itemKeys.Count;
            _itemKeys[change.Key!] = item;
        }

        _items[change.Rating.Item] = item;
        return Rewritten(Change.OfItem(item, change.Key!), item == change.Rating.Item, bytes);
    }

    private ReadOnlySpan<byte> OfItem(Change change, ReadOnlySpan<byte> bytes)
    {
        if (_items.TryGetValue(change.Rating.Item, out int item))
        {
            return Rewritten(change with { Rating = change.Rating with { Item = item } }, item == change.Rating.Item, bytes);
        }

        return Forgets(change) ? default : Dropped();
    }

    // Nothing is lost with a change that leaves nothing of a user and an item. A forgotten event may leave a total.
    private static bool Forgets(in Change change) => change.Kind is ChangeKind.Forget or ChangeKind.ForgetRatings
        || (change.Kind is ChangeKind.Event or ChangeKind.ForgetEvent && change.Rating.Value == 0)
        || change is { Kind: ChangeKind.Description, Bytes.Length: 0 };

    private ReadOnlySpan<byte> Controls(Change change, ReadOnlySpan<byte> bytes)
    {
        IReadOnlyList<TuningControl> controls = TuningControls.Read(change.Bytes);
        TuningControl[] kept =
        [
            .. controls
                .Where(control => control.Item is not int item || _items.ContainsKey(item))
                .Select(control => control.Item is int item ? control with { Item = _items[item] } : control),
        ];
        _dropped += kept.Length < controls.Count ? 1 : 0;
        return Rewritten(Change.OfControls(change.Rating.User, TuningControls.Write(kept)), kept.SequenceEqual(controls), bytes);
    }

    private ReadOnlySpan<byte> Rewritten(Change change, bool isSame, ReadOnlySpan<byte> bytes)
    {
        if (isSame)
        {
            return bytes;
        }

        HasRewritten = true;
        _kept = new byte[change.Length];
        change.WriteTo(_kept);
        return _kept;
    }

    private ReadOnlySpan<byte> Dropped()
    {
        _dropped++;
        return default;
    }
}
