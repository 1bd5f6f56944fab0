using WeightlessNet.Orleans.Storage.Internals;

namespace WeightlessNet.Orleans.Storage;

/// <summary>Users in the memory of this process, for tests and trials. Nothing survives it.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class MemoryUserStore : IUserStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, StoredUser> _users = new(StringComparer.Ordinal);
    private readonly List<CrowdEntry>[] _crowd = [.. Enumerable.Range(0, CrowdParts.Count).Select(_ => new List<CrowdEntry>())];
    private readonly List<string> _items = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
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
    public Task<IReadOnlyList<string>> AddItemsAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken = default)
    {
        StoredKey.CheckItems(keys);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            foreach (string key in keys)
            {
                if (_known.Add(key))
                {
                    _items.Add(key);
                }
            }

            return Task.FromResult<IReadOnlyList<string>>([.. _items]);
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

    /// <summary>Does nothing: the users stay, so that another silo of the process can go on.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private long PositionOf(int part) => _checkpoint?.Positions[part] ?? 0;
}
