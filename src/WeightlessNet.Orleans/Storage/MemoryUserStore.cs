using WeightlessNet.Orleans.Storage.Internals;

namespace WeightlessNet.Orleans.Storage;

/// <summary>Users in the memory of this process, for tests and trials. Nothing survives it.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class MemoryUserStore : IUserStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, StoredUser> _users = new(StringComparer.Ordinal);
    private readonly List<CrowdEntry>[] _crowd = [.. Enumerable.Range(0, CrowdParts.Count).Select(_ => new List<CrowdEntry>())];
    private readonly List<(StoredItem Item, long Revision)> _items = [];
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StoredDocument> _documents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Holder, long Until)> _leases = new(StringComparer.Ordinal);
    private CrowdCheckpoint? _checkpoint;

    /// <inheritdoc/>
    public Task<StoredUser> LoadAsync(string user, CancellationToken cancellationToken = default)
    {
        StoredKey.Check(user);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return Task.FromResult(_users.GetValueOrDefault(user, StoredUser.Unknown));
        }
    }

    /// <inheritdoc/>
    public Task<UserWriteResult> WriteAsync(
        string user, long version, UserWrite write, CancellationToken cancellationToken = default)
    {
        StoredKey.Check(user);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            StoredUser known = _users.GetValueOrDefault(user, StoredUser.Unknown);
            if (known.Version != version)
            {
                return Task.FromResult(UserWriteResult.Conflict);
            }

            // Copies, because the caller may use its memory again.
            byte[] data = write.Data.ToArray();
            long sequence = 0;
            if (!write.CrowdChange.IsEmpty)
            {
                int part = CrowdParts.Of(user);
                sequence = (_crowd[part].Count > 0 ? _crowd[part][^1].Sequence : PositionOf(part)) + 1;
                _crowd[part].Add(new CrowdEntry(part, sequence, write.CrowdChange.ToArray()));
            }

            _users[user] = new StoredUser(
                version + 1,
                write.IsSnapshot ? data : known.Snapshot,
                write.IsSnapshot ? [] : [.. known.Entries, data],
                sequence > 0 ? sequence : known.CrowdSequence);
            return Task.FromResult(new UserWriteResult(true, sequence));
        }
    }

    /// <inheritdoc/>
    public Task<UserPage> ReadUsersAsync(string? from, int maximum = 1_000, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maximum);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            KeyValuePair<string, StoredUser>[] users =
            [
                .. _users.Where(user => from is null || string.CompareOrdinal(user.Key, from) > 0)
                    .OrderBy(user => user.Key, StringComparer.Ordinal).Take(maximum),
            ];
            return Task.FromResult(new UserPage(users, users.Length < maximum ? null : users[^1].Key));
        }
    }

    /// <inheritdoc/>
    public Task WriteItemsAsync(
        IReadOnlyList<KeyValuePair<string, ReadOnlyMemory<byte>>> items, CancellationToken cancellationToken = default)
    {
        StoredKey.CheckItems(items);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            long revision = Revision + 1;
            foreach ((string key, ReadOnlyMemory<byte> content) in items)
            {
                if (_ids.TryAdd(key, _items.Count))
                {
                    _items.Add((new StoredItem(_items.Count, key, content.ToArray()), revision));
                }
                else if (!_items[_ids[key]].Item.Content.Span.SequenceEqual(content.Span))
                {
                    _items[_ids[key]] = (new StoredItem(_ids[key], key, content.ToArray()), revision);
                }
            }

            return Task.CompletedTask;
        }
    }

    /// <inheritdoc/>
    public Task<StoredItems> ReadItemsAsync(long after, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return Task.FromResult(new StoredItems(
                Math.Max(after, Revision), [.. _items.Where(item => item.Revision > after).Select(item => item.Item)]));
        }
    }

    /// <inheritdoc/>
    public Task<CrowdLog> ReadCrowdAsync(
        IReadOnlyList<long> after, int maximum = 10_000, CancellationToken cancellationToken = default)
    {
        CrowdCheckpoint.CheckPositions(after, nameof(after));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maximum);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            CrowdCheckpoint? checkpoint = CrowdReading.IfLater(_checkpoint, after);
            IReadOnlyList<long> from = checkpoint?.Positions ?? after;
            return Task.FromResult(new CrowdLog(
                checkpoint,
                [.. _crowd.SelectMany((entries, part) => entries.Where(entry => entry.Sequence > from[part]).Take(maximum))]));
        }
    }

    /// <inheritdoc/>
    public Task<bool> SaveCrowdAsync(CrowdCheckpoint checkpoint, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (checkpoint.Number != (_checkpoint?.Number ?? 0) + 1)
            {
                return Task.FromResult(false);
            }

            _checkpoint = new CrowdCheckpoint(checkpoint.Number, checkpoint.Positions, checkpoint.Sums.ToArray());
            for (int part = 0; part < CrowdParts.Count; part++)
            {
                _crowd[part].RemoveAll(entry => entry.Sequence <= checkpoint.Positions[entry.Part]);
            }

            return Task.FromResult(true);
        }
    }

    /// <inheritdoc/>
    public Task<StoredDocument?> ReadDocumentAsync(string name, long after, CancellationToken cancellationToken = default)
    {
        StoredKey.Check(name, "document");
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return Task.FromResult(_documents.GetValueOrDefault(name) is { } document && document.Number > after ? document : null);
        }
    }

    /// <inheritdoc/>
    public Task<bool> WriteDocumentAsync(string name, StoredDocument document, CancellationToken cancellationToken = default)
    {
        StoredKey.Check(name, "document");
        ArgumentNullException.ThrowIfNull(document);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            bool isNext = document.Number == (_documents.GetValueOrDefault(name)?.Number ?? 0) + 1;
            if (isNext)
            {
                _documents[name] = new StoredDocument(document.Number, document.Content.ToArray());
            }

            return Task.FromResult(isNext);
        }
    }

    /// <inheritdoc/>
    public Task<bool> LeaseAsync(string name, string holder, TimeSpan duration, CancellationToken cancellationToken = default)
    {
        StoredKey.CheckLease(name, holder, duration);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            bool isFree = !_leases.TryGetValue(name, out (string Holder, long Until) lease)
                || lease.Holder == holder || lease.Until <= Environment.TickCount64;
            if (isFree)
            {
                _leases[name] = (holder, Environment.TickCount64 + (long)duration.TotalMilliseconds);
            }

            return Task.FromResult(isFree);
        }
    }

    /// <summary>Does nothing: the users stay, so that another silo of the process can go on.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private long Revision => _items.Count == 0 ? 0 : _items.Max(item => item.Revision);

    private long PositionOf(int part) => _checkpoint?.Positions[part] ?? 0;
}
