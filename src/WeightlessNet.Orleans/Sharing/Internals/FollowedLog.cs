using System.Buffers;
using System.Diagnostics;
using WeightlessNet.Orleans.Internals;
using WeightlessNet.Orleans.Storage;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Storage;

namespace WeightlessNet.Orleans.Sharing.Internals;

/// <summary>The sums of the crowd's log as far as a silo has read it.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class FollowedLog(IUserStore store, RatingScale scale, CrowdOptions options)
{
    private readonly long[] _positions = new long[CrowdParts.Count];
    private CrowdChanges _changes = new(scale);
    private long _checkpoint;
    private long _sinceCheckpoint;
    private long _firstSince;

    /// <summary>The sequence number of the last entry read, for each part.</summary>
    public IReadOnlyList<long> Positions => _positions;

    /// <summary>
    /// An item that somebody has rated, and that the silo does not know yet; null if there is none. The part of the log with the rating
    /// waits for the item, others go on.
    /// </summary>
    public int? LackedItem { get; private set; }

    /// <summary>A crowd with the changes.</summary>
    /// <exception cref="InvalidDataException">They do not fit it.</exception>
    public CrowdModel On(CrowdModel crowd)
    {
        try
        {
            return crowd.With(_changes);
        }
        catch (ArgumentException misfit)
        {
            throw new InvalidDataException(
                $"The log of the crowd does not fit the crowd of this silo: {misfit.Message} All silos need the same one.", misfit);
        }
    }

    /// <summary>Reads what is new. If it throws, what was read before stays.</summary>
    /// <param name="items">The number of items that the silo knows.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="IOException">The store cannot be read.</exception>
    /// <exception cref="InvalidDataException">The log is damaged, or of another scale.</exception>
    public async Task ReadAsync(int items, CancellationToken cancellationToken)
    {
        LackedItem = null;
        while (await ReadPageAsync(items, cancellationToken).ConfigureAwait(false))
        {
        }
    }

    /// <summary>Writes a checkpoint if enough was read since the last one, or the first of it long ago.</summary>
    /// <exception cref="IOException">The store failed.</exception>
    public async Task SaveIfDueAsync(CancellationToken cancellationToken)
    {
        bool isOld = _sinceCheckpoint > 0 && Stopwatch.GetElapsedTime(_firstSince) >= options.CheckpointInterval;
        if (_sinceCheckpoint < options.EntriesPerCheckpoint && !isOld)
        {
            return;
        }

        ArrayBufferWriter<byte> sums = new();
        _changes.Save(sums);
        while (!await store
            .SaveCrowdAsync(new CrowdCheckpoint(_checkpoint + 1, _positions, sums.WrittenMemory), cancellationToken).ConfigureAwait(false))
        {
            // Another silo was faster. Of what it has not saved, this one does not know how old it is.
            CrowdLog first = await store.ReadCrowdAsync(new long[CrowdParts.Count], 1, cancellationToken).ConfigureAwait(false);
            _checkpoint = first.Checkpoint?.Number ?? 0;
            (long Own, long Saved)[] parts = [.. _positions.Zip(first.Checkpoint?.Positions ?? new long[CrowdParts.Count])];
            bool hasMore = parts.All(part => part.Own >= part.Saved) && parts.Any(part => part.Own > part.Saved);
            if (!isOld || !hasMore)
            {
                _sinceCheckpoint = 0;
                return;
            }
        }

        _checkpoint++;
        _sinceCheckpoint = 0;
    }

    // Returns whether there may be more.
    private async Task<bool> ReadPageAsync(int items, CancellationToken cancellationToken)
    {
        CrowdLog log = await store.ReadCrowdAsync([.. _positions], options.EntriesPerReading, cancellationToken).ConfigureAwait(false);
        if (log.Checkpoint is null && log.Entries.Count == 0)
        {
            return false;
        }

        // Taken over at the end, so that a failure leaves all as it was.
        CrowdChanges changes = new(scale);
        long[] positions = [.. _positions];
        if (log.Checkpoint is { } checkpoint)
        {
            changes = Load(checkpoint.Sums);
            checkpoint.Positions.ToArray().CopyTo(positions, 0);
            if (changes.ItemBound > items)
            {
                LackedItem = changes.ItemBound - 1;
                return false;
            }
        }
        else
        {
            changes.Add(_changes);
        }

        int taken = 0;
        bool[] waits = new bool[CrowdParts.Count];
        foreach (CrowdEntry entry in log.Entries.Where(entry => !waits[entry.Part]))
        {
            if (entry.Sequence != positions[entry.Part] + 1)
            {
                throw new InvalidDataException(
                    $"The log of the crowd has a gap: after entry {positions[entry.Part]} of part {entry.Part} comes {entry.Sequence}.");
            }

            CrowdChanges change = Load(entry.Change);
            if (change.ItemBound > items)
            {
                (LackedItem, waits[entry.Part]) = (change.ItemBound - 1, true);
                continue;
            }

            changes.Add(change);
            positions[entry.Part] = entry.Sequence;
            taken++;
        }

        if (log.Checkpoint is { } read)
        {
            (_checkpoint, _sinceCheckpoint) = (read.Number, 0);
        }

        if (_sinceCheckpoint == 0)
        {
            _firstSince = Stopwatch.GetTimestamp();
        }

        _changes = changes;
        _sinceCheckpoint += taken;
        ClusterInstruments.Entries.Add(taken);
        positions.CopyTo(_positions, 0);

        // What came after the reading began can wait, or a reading would not end where changes come all the time.
        return log.Checkpoint is not null || (taken > 0 && log.Entries.Count >= options.EntriesPerReading);
    }

    private CrowdChanges Load(ReadOnlyMemory<byte> bytes)
    {
        using MemoryStream stream = new(bytes.ToArray());
        CrowdChanges changes = Snapshot.Load<CrowdChanges>(stream);
        return changes.Scale == scale
            ? changes
            : throw new InvalidDataException("The log of the crowd has another scale than the crowd of this silo.");
    }
}
