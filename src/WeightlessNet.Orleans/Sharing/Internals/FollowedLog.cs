using System.Buffers;
using System.Diagnostics;
using WeightlessNet.Orleans.Internals;
using WeightlessNet.Orleans.Storage;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;

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
    private string? _leftOut;

    // The store has a checkpoint with an item that this silo lacks, and this silo has not what it holds.
    private bool _isBehind;

    /// <summary>The sequence number of the last entry read, for each part.</summary>
    public IReadOnlyList<long> Positions => _positions;

    /// <summary>
    /// An item that somebody has rated, and that the silo does not know yet; null if there is none. The part of the log with the rating
    /// waits for the item, others go on.
    /// </summary>
    public int? LackedItem { get; private set; }

    /// <summary>
    /// An entry that this silo cannot add, and why; null if there is none. One on another scale, which all silos leave out; or one that its
    /// part waits for, while others go on.
    /// </summary>
    public string? UnusedEntry { get; private set; }

    /// <summary>How many times a rating has changed in what was read.</summary>
    public long RatingChanges { get; private set; }

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
    /// <param name="crowd">The crowd that the changes must fit, with all items that the silo knows.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="IOException">The store cannot be read.</exception>
    /// <exception cref="InvalidDataException">The checkpoint is damaged, of another scale, or of a later version.</exception>
    public async Task ReadAsync(CrowdModel crowd, CancellationToken cancellationToken)
    {
        (LackedItem, UnusedEntry) = (null, _leftOut);
        while (await ReadPageAsync(crowd, cancellationToken).ConfigureAwait(false))
        {
        }
    }

    /// <summary>Writes a checkpoint if enough was read since the last one, or the first of it long ago.</summary>
    /// <exception cref="IOException">The store failed.</exception>
    public async Task SaveIfDueAsync(CancellationToken cancellationToken)
    {
        bool isOld = _sinceCheckpoint > 0 && Stopwatch.GetElapsedTime(_firstSince) >= options.CheckpointInterval;
        if (_isBehind || (_sinceCheckpoint < options.EntriesPerCheckpoint && !isOld))
        {
            return;
        }

        ArrayBufferWriter<byte> sums = new();
        CrowdSums.Write(_changes, RatingChanges, sums);
        while (!await store
            .SaveCrowdAsync(new CrowdCheckpoint(_checkpoint + 1, _positions, sums.WrittenMemory), cancellationToken).ConfigureAwait(false))
        {
            // Another silo was faster. What it has not saved is as old as before.
            CrowdLog first = await store.ReadCrowdAsync(new long[CrowdParts.Count], 1, cancellationToken).ConfigureAwait(false);
            IReadOnlyList<long> saved = first.Checkpoint?.Positions ?? new long[CrowdParts.Count];
            _sinceCheckpoint = NotIn(saved);
            if (saved.Zip(_positions).Any(part => part.First > part.Second))
            {
                // This silo may follow it only when it has read it, or entries that nobody else has any longer would be lost.
                return;
            }

            _checkpoint = first.Checkpoint?.Number ?? 0;
            if (!isOld || _sinceCheckpoint == 0)
            {
                return;
            }
        }

        _checkpoint++;
        _sinceCheckpoint = 0;
    }

    // How many entries the silo has read that are not in a checkpoint with these positions.
    private long NotIn(IReadOnlyList<long> saved) => _positions.Zip(saved).Sum(part => Math.Max(0, part.First - part.Second));

    // Returns whether there may be more.
    private async Task<bool> ReadPageAsync(CrowdModel crowd, CancellationToken cancellationToken)
    {
        CrowdLog log = await store.ReadCrowdAsync([.. _positions], options.EntriesPerReading, cancellationToken).ConfigureAwait(false);
        if (log.Checkpoint is null && log.Entries.Count == 0)
        {
            return false;
        }

        // Taken over at the end, so that a failure leaves all as it was.
        LogPage page = PageAfter(log.Checkpoint);
        if (page.Changes.ItemBound > crowd.ItemCount)
        {
            (LackedItem, _isBehind) = (page.Changes.ItemBound - 1, true);
            return false;
        }

        page.Add(log.Entries, crowd, isEachChecked: false);
        if (!page.Fits(crowd))
        {
            // Slowly, to find the entry that takes away more than there is.
            page = PageAfter(log.Checkpoint);
            page.Add(log.Entries, crowd, isEachChecked: true);
        }

        bool isYoung = _sinceCheckpoint == 0;
        if (log.Checkpoint is { } read)
        {
            // Entries that it does not hold come again, and are as old as before.
            (_checkpoint, _sinceCheckpoint) = (read.Number, 0);
            isYoung = NotIn(read.Positions) == 0;
        }

        if (isYoung)
        {
            _firstSince = Stopwatch.GetTimestamp();
        }

        (_changes, RatingChanges, _isBehind) = (page.Changes, page.RatingChanges, false);
        (LackedItem, UnusedEntry) = (page.LackedItem ?? LackedItem, page.UnusedEntry ?? UnusedEntry);
        _leftOut = page.LeftOut ?? _leftOut;
        _sinceCheckpoint += page.Taken;
        ClusterInstruments.Entries.Add(page.Taken);
        page.Positions.CopyTo(_positions, 0);

        // What came after the reading began can wait, or a reading would not end where changes come all the time. A part that waits comes
        // with the same entries again.
        return log.Checkpoint is not null || page.MostTakenOfPart >= options.EntriesPerReading;
    }

    private LogPage PageAfter(CrowdCheckpoint? checkpoint)
    {
        if (checkpoint is not null)
        {
            (CrowdChanges sums, long? ratings) = CrowdSums.Read(checkpoint.Sums, scale);
            return new LogPage(sums, [.. checkpoint.Positions], ratings ?? checkpoint.Positions.Sum());
        }

        CrowdChanges changes = new(scale);
        changes.Add(_changes);
        return new LogPage(changes, [.. _positions], RatingChanges);
    }
}
