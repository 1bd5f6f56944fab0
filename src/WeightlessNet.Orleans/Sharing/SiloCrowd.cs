using System.Buffers;
using WeightlessNet.Orleans.Grains.Internals;
using WeightlessNet.Orleans.Storage;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Tuning;
using WeightlessNet.Storage;

namespace WeightlessNet.Orleans.Sharing;

/// <summary>
/// The crowd of a silo: the one that the application gave, and what users of all silos have changed since. It follows the crowd's log in
/// the store.
/// </summary>
/// <remarks>
/// Silos that have read the same of the log have the same crowd, to the byte, whatever the order in which they read it. Thread-safe: who
/// asks takes <see cref="Current"/>, and holds nobody up.
/// </remarks>
public sealed class SiloCrowd : IDisposable
{
    private readonly IUserStore _store;
    private readonly CrowdModel _origin;
    private readonly CrowdOptions _options;
    private readonly SemaphoreSlim _reading = new(1);
    private readonly long[] _positions = new long[CrowdParts.Count];
    private CrowdChanges _changes;
    private long _checkpoint;
    private long _sinceCheckpoint;
    private volatile CrowdVersion _current;

    /// <summary>Creates the crowd of a silo, which has read nothing yet.</summary>
    /// <param name="store">The store with the log.</param>
    /// <param name="origin">
    /// What users share before they change anything, the same for all silos. It must know no ratings of users of the store.
    /// </param>
    /// <param name="options">The options; the defaults if null.</param>
    /// <exception cref="ArgumentNullException"><paramref name="store"/> or <paramref name="origin"/> is null.</exception>
    public SiloCrowd(IUserStore store, CrowdModel origin, CrowdOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(origin);
        _store = store;
        _origin = origin;
        _options = options ?? new CrowdOptions();
        _changes = new CrowdChanges(origin.Scale);
        TunableRecommender controls = new(new PersonalRecommender(new PersonalModel(origin), origin), origin.Catalog);
        _current = new CrowdVersion(origin, [.. _positions], controls);
    }

    /// <summary>The latest version.</summary>
    public CrowdVersion Current => _current;

    /// <summary>Reads what is new in the log. If others read already, waits for them and reads what came meanwhile.</summary>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The version afterwards: it knows all that was acknowledged before the call.</returns>
    /// <exception cref="IOException">The store cannot be read. The present version stays.</exception>
    /// <exception cref="InvalidDataException">The log is damaged, or its items or scale are not those of this silo.</exception>
    public async Task<CrowdVersion> RefreshAsync(CancellationToken cancellationToken = default)
    {
        await _reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (await ReadAsync(cancellationToken).ConfigureAwait(false))
            {
            }

            if (!_positions.AsSpan().SequenceEqual([.. _current.Positions]))
            {
                _current = new CrowdVersion(Changed(), [.. _positions], _current.Controls);
            }

            if (_sinceCheckpoint >= _options.EntriesPerCheckpoint)
            {
                await SaveAsync(cancellationToken).ConfigureAwait(false);
            }

            return _current;
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Waits until the crowd knows a change.</summary>
    /// <param name="part">The part of the change.</param>
    /// <param name="sequence">Its sequence number; 0 for none.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    /// <returns>A version that knows it.</returns>
    /// <exception cref="IOException">The store cannot be read.</exception>
    /// <exception cref="InvalidDataException">The log is damaged, or ends before the change.</exception>
    public async Task<CrowdVersion> ReachAsync(int part, long sequence, CancellationToken cancellationToken = default)
    {
        CrowdVersion version = _current;
        if (version.Positions[part] < sequence)
        {
            version = await RefreshAsync(cancellationToken).ConfigureAwait(false);
        }

        return version.Positions[part] >= sequence
            ? version
            : throw new InvalidDataException(
                $"The log of the crowd ends at entry {version.Positions[part]} of part {part}, but a user has written entry {sequence}.");
    }

    /// <inheritdoc/>
    public void Dispose() => _reading.Dispose();

    // Returns whether there may be more.
    private async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        CrowdLog log = await _store.ReadCrowdAsync([.. _positions], _options.EntriesPerReading, cancellationToken).ConfigureAwait(false);

        if (log.Checkpoint is null && log.Entries.Count == 0)
        {
            return false;
        }

        // Taken over at the end, so that a failure leaves all as it was.
        CrowdChanges changes = new(_origin.Scale);
        long[] positions = [.. _positions];
        if (log.Checkpoint is { } checkpoint)
        {
            changes = Load(checkpoint.Sums);
            checkpoint.Positions.ToArray().CopyTo(positions, 0);
        }
        else
        {
            changes.Add(_changes);
        }

        foreach (CrowdEntry entry in log.Entries)
        {
            if (entry.Sequence != positions[entry.Part] + 1)
            {
                throw new InvalidDataException(
                    $"The log of the crowd has a gap: after entry {positions[entry.Part]} of part {entry.Part} comes {entry.Sequence}.");
            }

            changes.Add(Load(entry.Change));
            positions[entry.Part] = entry.Sequence;
        }

        if (log.Checkpoint is { } read)
        {
            (_checkpoint, _sinceCheckpoint) = (read.Number, 0);
        }

        _changes = changes;
        _sinceCheckpoint += log.Entries.Count;
        positions.CopyTo(_positions, 0);
        // What came after the reading began can wait, or a reading would not end where changes come all the time.
        return log.Checkpoint is not null || log.Entries.Count >= _options.EntriesPerReading;
    }

    private async Task SaveAsync(CancellationToken cancellationToken)
    {
        ArrayBufferWriter<byte> sums = new();
        _changes.Save(sums);

        bool isSaved = await _store
            .SaveCrowdAsync(new CrowdCheckpoint(_checkpoint + 1, _positions, sums.WrittenMemory), cancellationToken).ConfigureAwait(false);
        if (isSaved)
        {
            _checkpoint++;
        }
        else
        {
            // Another silo was faster. The next time, this one goes on from its number.
            CrowdLog first = await _store.ReadCrowdAsync(new long[CrowdParts.Count], 1, cancellationToken).ConfigureAwait(false);
            _checkpoint = first.Checkpoint?.Number ?? 0;
        }

        _sinceCheckpoint = 0;
    }

    private CrowdModel Changed()
    {
        try
        {
            return _origin.With(_changes);
        }
        catch (ArgumentException misfit)
        {
            throw new InvalidDataException(
                $"The log of the crowd does not fit the crowd of this silo: {misfit.Message} All silos need the same one.", misfit);
        }
    }

    private CrowdChanges Load(ReadOnlyMemory<byte> bytes)
    {
        using MemoryStream stream = new(bytes.ToArray());
        CrowdChanges changes = Snapshot.Load<CrowdChanges>(stream);
        return changes.Scale == _origin.Scale
            ? changes
            : throw new InvalidDataException("The log of the crowd has another scale than the crowd of this silo.");
    }
}
