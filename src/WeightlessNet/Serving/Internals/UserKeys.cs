using WeightlessNet.Encoders;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Serving.Internals;

/// <summary>The dense ids of users by key.</summary>
/// <typeparam name="TUser">The type of the keys.</typeparam>
/// <remarks>
/// An id is never used twice: a removed user's id is retired, and keeps an empty slot of 8 bytes. Thread-safe. Readers take no lock;
/// writers take turns.
/// </remarks>
internal sealed class UserKeys<TUser>
    where TUser : notnull
{
    private const int BlockBits = 13;
    private const int BlockLength = 1 << BlockBits;

    private readonly KeyFormat<TUser> _format;
    private readonly IEqualityComparer<TUser> _comparer;
    private readonly KeyTable<TUser> _ids;
    private readonly Lock _writing = new();

    // Users whose first change is being stored. They do not count yet, but keep their ids.
    private readonly HashSet<int> _reserved = [];
    private volatile int _reservedCount;

    // The key of each id, boxed if it is a struct; null if no user has the id. Blocks are made when they are needed, so that a damaged file
    // with a high id takes little memory.
    private readonly object?[]?[] _blocks = new object?[]?[RecommenderArguments.UserBound >> BlockBits];
    private volatile int _nextId;
    private volatile int _count;

    /// <summary>Creates an empty table.</summary>
    /// <param name="format">How keys are written.</param>
    /// <param name="comparer">Compares keys; null for the default comparer.</param>
    public UserKeys(KeyFormat<TUser> format, IEqualityComparer<TUser>? comparer)
    {
        _format = format;
        _comparer = comparer ?? EqualityComparer<TUser>.Default;
        _ids = new KeyTable<TUser>(comparer);
    }

    /// <summary>The number of users, without those that are only reserved.</summary>
    public int Count => _count - _reservedCount;

    /// <summary>Whether the log was repaired: it may lack that a user was forgotten before an equal key came again.</summary>
    public bool IsRepaired { get; set; }

    /// <summary>The least id of a new user: above all ids that were ever used. It only grows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below the present one, or above 2^26.</exception>
    public int NextId
    {
        get => _nextId;
        set
        {
            lock (_writing)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(value, _nextId);
                ArgumentOutOfRangeException.ThrowIfGreaterThan(value, RecommenderArguments.UserBound);
                _nextId = value;
            }
        }
    }

    /// <summary>The keys in the order of their ids. Users that come or go meanwhile may be in it or not.</summary>
    public IEnumerable<TUser> All
    {
        get
        {
            for (int block = 0; block << BlockBits < _nextId; block++)
            {
                object?[] keys = Volatile.Read(ref _blocks[block]) ?? [];
                for (int i = 0; i < keys.Length; i++)
                {
                    if (Volatile.Read(ref keys[i]) is { } key && !IsReserved((block << BlockBits) + i))
                    {
                        yield return (TUser)key;
                    }
                }
            }
        }
    }

    /// <summary>The id of a user; -1 if the key is unknown or only reserved.</summary>
    /// <exception cref="ArgumentNullException">The key is null.</exception>
    public int Find(TUser user)
    {
        int id = AnyIdOf(user);
        return IsReserved(id) ? -1 : id;
    }

    /// <summary>The key of an id.</summary>
    /// <returns>Whether a user has the id.</returns>
    public bool TryGetKey(int id, out TUser user)
    {
        if ((uint)id < RecommenderArguments.UserBound
            && Volatile.Read(ref _blocks[id >> BlockBits]) is { } block
            && Volatile.Read(ref block[id & (BlockLength - 1)]) is { } key)
        {
            user = (TUser)key;
            return true;
        }

        user = default!;
        return false;
    }

    /// <summary>The text of a user's key. If the key is known, the text with which it was added.</summary>
    /// <exception cref="ArgumentException">The key is null, or cannot be written and read back.</exception>
    public string TextOf(TUser user) =>
        TryGetKey(AnyIdOf(user), out TUser known) ? _format.Write(known) : _format.Check(user, _comparer, nameof(user));

    /// <summary>The hash code of a key, which is not null.</summary>
    public int HashOf(TUser user) => _ids.HashOf(user);

    /// <summary>The id of a user, who gets one if the key is unknown.</summary>
    /// <exception cref="ArgumentException">The key is null, or is new and cannot be written and read back.</exception>
    /// <exception cref="InvalidOperationException">The key is new, and all ids are used.</exception>
    public int GetOrAdd(TUser user, out bool isNew)
    {
        int id = GetOrReserve(user, out isNew);
        if (isNew)
        {
            lock (_writing)
            {
                Confirm(id);
            }
        }

        return id;
    }

    /// <inheritdoc cref="GetOrAdd(TUser, out bool)"/>
    /// <param name="user">The user, not null.</param>
    /// <param name="hash">The key's <see cref="HashOf"/>.</param>
    public int GetOrAdd(TUser user, int hash)
    {
        int id = _ids.Find(user, hash);
        return id >= 0 && !IsReserved(id) ? id : GetOrAdd(user, out _);
    }

    /// <summary>
    /// The id of a user. A user whose key is unknown gets an id, but does not count until <see cref="Restore"/> is called for it.
    /// </summary>
    /// <param name="user">The user.</param>
    /// <param name="isReserved">Whether the user does not count yet.</param>
    /// <exception cref="ArgumentException">The key is null, or is new and cannot be written and read back.</exception>
    /// <exception cref="InvalidOperationException">The key is new, and all ids are used.</exception>
    public int GetOrReserve(TUser user, out bool isReserved)
    {
        int id = AnyIdOf(user);
        isReserved = IsReserved(id);
        if (id >= 0)
        {
            return id;
        }

        _ = _format.Check(user, _comparer, nameof(user));
        lock (_writing)
        {
            id = _ids.Find(user);
            if (id >= 0)
            {
                isReserved = IsReserved(id);
                return id;
            }

            id = _nextId;
            if (id == RecommenderArguments.UserBound)
            {
                throw new InvalidOperationException(
                    $"All {RecommenderArguments.UserBound} ids of users are used, including those of forgotten ones. "
                    + "Open a new recommender and import the users into it.");
            }

            // Reserved before it can be found.
            isReserved = true;
            _reserved.Add(id);
            _reservedCount++;
            Place(user, id);
            return id;
        }
    }

    /// <summary>
    /// Gives a user an id, when a stored log is repeated, perhaps over a later state: the user's other id, and another user's key of the
    /// same id, are removed.
    /// </summary>
    /// <exception cref="InvalidDataException">The text is not that of a key, or the id is not 0 to 2^26 - 1.</exception>
    public void Restore(string keyText, int id)
    {
        if (id is < 0 or >= RecommenderArguments.UserBound)
        {
            throw new InvalidDataException($"The stored id {id} of a user is not 0 to {RecommenderArguments.UserBound - 1}.");
        }

        TUser user = KeyOf(keyText);
        lock (_writing)
        {
            int old = _ids.Find(user);
            if (old == id)
            {
                Confirm(id);
                return;
            }

            // A forgotten user who came back has a higher id, and the log forgets the lower one before it gives the higher one.
            if (!IsRepaired && old < id && old >= 0 && TryGetKey(old, out TUser equal) && _format.Write(equal) != keyText)
            {
                throw new InvalidDataException(EqualKeys(_format.Write(equal), keyText));
            }

            Remove(user, out _);
            Remove(id);
            Place(user, id);
        }
    }

    /// <summary>Removes a user. The id is retired.</summary>
    /// <returns>Whether the user was known.</returns>
    public bool Remove(TUser user, out int id)
    {
        ArgumentNullException.ThrowIfNull(user);
        lock (_writing)
        {
            if (!_ids.Remove(user, out id))
            {
                return false;
            }

            Volatile.Write(ref _blocks[id >> BlockBits]![id & (BlockLength - 1)], null);
            _count--;
            Confirm(id);
            return true;
        }
    }

    /// <summary>Removes the user with an id. The id is retired, even if no user had it.</summary>
    /// <returns>Whether a user had it.</returns>
    public bool Remove(int id)
    {
        lock (_writing)
        {
            if ((uint)id < RecommenderArguments.UserBound)
            {
                _nextId = Math.Max(_nextId, id + 1);
            }

            return TryGetKey(id, out TUser user) && Remove(user, out _);
        }
    }

    // Content: next id, compact; number of users, compact; per user, in the order of the ids: id, compact; key, text.
    public void WriteTo(SnapshotWriter writer)
    {
        TUser[] users;
        int[] ids;
        int nextId;
        lock (_writing)
        {
            nextId = _nextId;

            // A reserved user is in the log after the checkpoint, or its change fails.
            users = [.. All];
            ids = Array.ConvertAll(users, _ids.Find);
        }

        writer.WriteCompact((ulong)nextId);
        writer.WriteCompact((ulong)users.Length);
        for (int i = 0; i < users.Length; i++)
        {
            writer.WriteCompact((ulong)ids[i]);
            writer.Write(_format.Write(users[i]));
        }
    }

    /// <summary>Reads users into an empty table. If it throws, the table holds a part of them.</summary>
    /// <exception cref="InvalidDataException">
    /// A text is not that of a key, a key occurs twice, or an id is not above the one before it and below the next id.
    /// </exception>
    /// <exception cref="InvalidOperationException">The table is not empty.</exception>
    public void Read(SnapshotReader reader)
    {
        lock (_writing)
        {
            if (_nextId > 0)
            {
                throw new InvalidOperationException("Keys are read into an empty table only.");
            }

            int nextId = reader.ReadCompact(RecommenderArguments.UserBound);
            int count = reader.ReadCompact(nextId);
            for (int last = -1; count > 0; count--)
            {
                int id = reader.ReadCompact(nextId - 1);
                TUser user = ReadKey(reader);
                if (TryGetKey(AnyIdOf(user), out TUser equal))
                {
                    throw reader.Invalid(EqualKeys(_format.Write(equal), _format.Write(user)));
                }

                if (id <= last)
                {
                    throw reader.Invalid($"the id {id} of a user is not above {last}");
                }

                Place(user, id);
                last = id;
            }

            _nextId = nextId;
        }
    }

    // Not ThrowIfNull, which boxes a struct until the method is optimized.
    private int AnyIdOf(TUser user) =>
        user is null ? throw new ArgumentNullException(nameof(user)) : _ids.Find(user);

    private bool IsReserved(int id)
    {
        if (_reservedCount == 0)
        {
            return false;
        }

        lock (_writing)
        {
            return _reserved.Contains(id);
        }
    }

    // Holds the lock.
    private void Confirm(int id)
    {
        if (_reserved.Remove(id))
        {
            _reservedCount--;
        }
    }

    private static string EqualKeys(string one, string other) =>
        $"The stored keys '{ShownText.Of(one)}' and '{ShownText.Of(other)}' of two users are equal. Use the comparer and the key format "
        + $"with which they were stored ({nameof(RecommenderOptions<>.UserComparer)}, {nameof(RecommenderOptions<>.UserKeys)}).";

    private TUser ReadKey(SnapshotReader reader)
    {
        try
        {
            return KeyOf(reader.ReadText());
        }
        catch (InvalidDataException failure)
        {
            throw reader.Invalid(failure.Message, failure);
        }
    }

    private TUser KeyOf(string text)
    {
        if (text.Length > KeyText.MaximumLength || !KeyText.IsWellFormed(text))
        {
            throw new InvalidDataException($"The stored key '{ShownText.Of(text)}' of a user is too long, or is not valid Unicode.");
        }

        return _format.TryRead(text, out TUser user)
            ? user
            : throw new InvalidDataException(
                $"The stored key '{ShownText.Of(text)}' of a user is not the text of a '{typeof(TUser).Name}'. "
                + "Use the type of key and the KeyFormat with which it was stored.");
    }

    // Holds the lock. The key of an id is there before the id can be found.
    private void Place(TUser user, int id)
    {
        object?[] block = _blocks[id >> BlockBits] ?? new object?[BlockLength];
        Volatile.Write(ref block[id & (BlockLength - 1)], user);
        Volatile.Write(ref _blocks[id >> BlockBits], block);
        _nextId = Math.Max(_nextId, id + 1);
        _ids.Set(user, id);
        _count++;
    }
}
