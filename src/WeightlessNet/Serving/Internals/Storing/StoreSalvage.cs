namespace WeightlessNet.Serving.Internals.Storing;

/// <summary>What can be read of a damaged store: the newest whole checkpoint, and every whole batch after it, in order.</summary>
/// <remarks>
/// The log of a repair that did not end is left out: its batches come after one repair more than those of the other files, and are copies.
/// </remarks>
internal sealed class StoreSalvage
{
    private readonly IStoreFiles _files;
    private readonly SortedSet<string> _damaged = new(StringComparer.Ordinal);
    private readonly List<(FoundSegment Segment, FoundBatch Batch)> _batches = [];
    private readonly ulong _checkpoint;
    private readonly long _checkpointLength;
    private readonly ulong _checkpointSequence;
    private readonly string? _newestCheckpoint;

    /// <summary>Reads all files.</summary>
    /// <exception cref="InvalidDataException">A file needs a newer library.</exception>
    public StoreSalvage(IStoreFiles files)
    {
        _files = files;
        ulong[] checkpoints = StoreNames.Checkpoints(files.List());
        ulong[] logs = StoreNames.Logs(files.List());
        _newestCheckpoint = checkpoints.Length > 0 ? StoreNames.CheckpointOf(checkpoints[^1]) : null;
        foreach (ulong number in checkpoints.Reverse())
        {
            using IStoreFile file = files.Open(StoreNames.CheckpointOf(number));
            if (CheckpointFile.IsWhole(file, out _checkpointLength, out _checkpointSequence))
            {
                _checkpoint = number;
                break;
            }

            _damaged.Add(StoreNames.CheckpointOf(number));
        }

        FoundSegment[] segments = [.. logs.Select(number => FoundSegment.In(files, number)).OrderBy(static found => found.Number)];
        Number = 1 + checkpoints.Concat(logs).Concat(segments.Select(static found => found.Number)).Max();
        ulong repairs = _checkpoint > 0
            ? _checkpointSequence >> LogFormat.RepairShift
            : segments.Min(static found => found.Repairs) ?? 0;
        FirstSequence = ((Math.Max(repairs, segments.Max(static found => found.Repairs) ?? 0) + 1) << LogFormat.RepairShift) + 1;
        FindLost([.. segments.Where(found => found.Number >= _checkpoint && (found.Repairs ?? repairs) == repairs)]);
    }

    /// <summary>A number that no checkpoint and no segment has.</summary>
    public ulong Number { get; }

    /// <summary>A sequence after all sequences, with one repair more than they have.</summary>
    public ulong FirstSequence { get; }

    /// <summary>Whether there was a checkpoint, and none is whole.</summary>
    public bool IsCheckpointLost { get; private set; }

    /// <summary>The names of damaged and missing files.</summary>
    public IReadOnlyCollection<string> DamagedFiles => _damaged;

    /// <summary>The number of bytes of the log that are in no whole batch.</summary>
    public long LostBytes { get; private set; }

    /// <summary>The number of batches that are missing before or between others.</summary>
    public ulong LostBatches { get; private set; }

    /// <summary>Passes the content of the checkpoint to a reader, if there is one.</summary>
    public void ReadCheckpoint(Action<Stream> read)
    {
        if (_checkpoint > 0 && _checkpointLength > 0)
        {
            using IStoreFile file = _files.Open(StoreNames.CheckpointOf(_checkpoint));
            using Stream content = CheckpointFile.Content(file, _checkpointLength);
            read(content);
        }
    }

    /// <summary>Passes the lost checkpoint to a reader of what is whole at its beginning, if there is a file.</summary>
    /// <returns>What the reader returns; false if there is no lost checkpoint.</returns>
    public bool TryReadLostCheckpoint(Func<Stream, bool> tryRead)
    {
        if (!IsCheckpointLost || _newestCheckpoint is null)
        {
            return false;
        }

        using IStoreFile file = _files.Open(_newestCheckpoint);
        using Stream content = CheckpointFile.Content(file, file.Length);
        return tryRead(content);
    }

    /// <summary>Passes the events of all batches to a reader.</summary>
    /// <param name="read">Reads an event.</param>
    /// <param name="endBatch">Called after the last event of each batch.</param>
    public void ForEach(EventReader read, Action endBatch)
    {
        foreach (IGrouping<FoundSegment, FoundBatch> found in _batches.GroupBy(static found => found.Segment, static found => found.Batch))
        {
            using IStoreFile file = _files.Open(found.Key.Name);
            SegmentReader reader = new(file, found.Key.Name);
            foreach (FoundBatch batch in found)
            {
                _ = reader.TryRead(found.Key.Number, batch.Offset, out BatchHead head, out ReadOnlySpan<byte> events);
                reader.ForEach(events, head.EventCount, read);
                endBatch();
            }
        }
    }

    // A missing batch before the first one of a segment was in the segment before it.
    private void FindLost(FoundSegment[] segments)
    {
        ulong first = Math.Max(_checkpoint, 1);
        IsCheckpointLost = _checkpoint == 0 && (segments.Length == 0 || segments[0].Number > 1);
        ulong? next = _checkpoint > 0 ? _checkpointSequence : IsCheckpointLost ? null : 1;
        if (IsCheckpointLost && _damaged.Count == 0)
        {
            _damaged.Add(StoreNames.CheckpointOf(segments[0].Number));
        }

        ulong number = IsCheckpointLost && segments.Length > 0 ? segments[0].Number : first;
        FoundSegment? before = null;
        foreach (FoundSegment segment in segments)
        {
            string gap = number < segment.Number ? StoreNames.LogOf(number) : (before ?? segment).Name;
            for (; number < segment.Number; number++)
            {
                _damaged.Add(StoreNames.LogOf(number));
            }

            number = segment.Number + 1;
            Skip(segment.FirstSequence, gap);
            LostBytes += segment.LostBytes;
            if (segment.LostBytes > 0 || segment.FirstSequence is null || segment.Name != StoreNames.LogOf(segment.Number))
            {
                _damaged.Add(segment.Name);
            }

            foreach (FoundBatch batch in segment.Batches.Where(batch => next is null || batch.Sequence >= next))
            {
                Skip(batch.Sequence, segment.Name);
                _batches.Add((segment, batch));
                next = batch.Sequence + 1;
            }

            before = segment;
        }

        if (number == _checkpoint)
        {
            _damaged.Add(StoreNames.LogOf(number));
        }

        void Skip(ulong? to, string damaged)
        {
            if (to > next)
            {
                LostBatches += to.Value - next.Value;
                _damaged.Add(damaged);
            }

            next = to > next || next is null ? to : next;
        }
    }
}
