namespace WeightlessNet.Serving.Internals.Storing;

/// <summary>Brings back what a store held: the newest whole checkpoint, then the log after it.</summary>
/// <remarks>
/// The rule for a batch that is not whole: if a later batch says that all before it were on disk, acknowledged data was damaged, and the
/// store does not open. Otherwise nothing from there on was acknowledged as being on disk, and it is cut off.
/// </remarks>
internal sealed class StoreOpening(IStoreFiles files, Action<Stream> readCheckpoint, EventReader replay)
{
    /// <summary>What was found.</summary>
    public StoreRecovery Recovery { get; private set; } = new();

    /// <summary>The number of the last segment; 0 if there is none.</summary>
    public ulong Segment { get; private set; }

    /// <summary>The end of the last segment.</summary>
    public long End { get; private set; }

    /// <summary>The sequence of the next batch.</summary>
    public ulong NextSequence { get; private set; } = 1;

    /// <summary>Reads everything.</summary>
    public void Run()
    {
        foreach (string name in files.List().Where(StoreNames.IsTemporary))
        {
            files.Delete(name);
        }

        ulong checkpoint = ReadCheckpoint();
        ulong first = Math.Max(checkpoint, 1);
        ulong[] segments = [.. StoreNames.Logs(files.List()).Where(segment => segment >= first)];
        for (int i = 0; i < segments.Length; i++)
        {
            if (segments[i] != first + (ulong)i)
            {
                throw Damaged(StoreNames.LogOf(first + (ulong)i), 0, "is missing");
            }
        }

        if (checkpoint > 0 && segments.Length == 0)
        {
            // A checkpoint is written after its segment is on disk.
            throw Damaged(StoreNames.LogOf(checkpoint), 0, "is missing");
        }

        int at = 0;
        while (at < segments.Length && Read(segments[at], canBeEmpty: at == segments.Length - 1 && segments[at] != checkpoint, segments))
        {
            at++;
        }
    }

    // The newest whole checkpoint. It replaces all segments before its own number.
    private ulong ReadCheckpoint()
    {
        ulong[] checkpoints = StoreNames.Checkpoints(files.List());
        ulong[] segments = StoreNames.Logs(files.List());
        foreach (ulong number in checkpoints.Reverse())
        {
            using IStoreFile file = files.Open(StoreNames.CheckpointOf(number));
            if (CheckpointFile.IsWhole(file, out long length, out ulong nextSequence))
            {
                if (length > 0)
                {
                    using Stream content = CheckpointFile.Content(file, length);
                    readCheckpoint(content);
                }

                // An empty one is of a repair that found no checkpoint.
                NextSequence = nextSequence;
                Recovery = Recovery with { Checkpoint = number };
                return number;
            }
        }

        return checkpoints.Length == 0 && (segments.Length == 0 || segments[0] == 1)
            ? 0ul
            : throw Damaged(
                StoreNames.CheckpointOf(checkpoints.Length > 0 ? checkpoints[^1] : segments[0]),
                0,
                "is missing or damaged, and no older one is whole");
    }

    // Returns false if the log ends before this segment, which was begun and never used.
    private bool Read(ulong segment, bool canBeEmpty, ulong[] segments)
    {
        string name = StoreNames.LogOf(segment);
        using IStoreFile file = files.Open(name);
        SegmentReader reader = new(file, name);
        if (!reader.TryReadHeader(out ulong number, out ulong firstSequence))
        {
            // The header is on disk before the first batch is written, so a crash while the segment is created leaves less than a header.
            return canBeEmpty && reader.Length <= LogFormat.HeaderLength
                ? Ignore(reader, name)
                : throw Damaged(name, 0, "has a damaged header");
        }

        if (number != segment)
        {
            throw Damaged(name, 0, $"has the content of '{StoreNames.LogOf(number)}'");
        }

        if (firstSequence < NextSequence && canBeEmpty && reader.Length == LogFormat.HeaderLength)
        {
            // The attempt to begin it failed, and the segment before it was continued.
            return Ignore(reader, name);
        }

        if (firstSequence > NextSequence && Segment > 0)
        {
            throw Damaged(
                StoreNames.LogOf(Segment), End, $"ends before batch {NextSequence}, but '{name}' begins with batch {firstSequence}");
        }

        if (firstSequence != NextSequence)
        {
            throw Damaged(name, 0, $"begins with batch {firstSequence}, but batch {NextSequence} is next");
        }

        (Segment, End) = (segment, LogFormat.HeaderLength);
        while (reader.TryRead(segment, End, out BatchHead head, out ReadOnlySpan<byte> events) && head.Sequence == NextSequence)
        {
            reader.ForEach(events, head.EventCount, replay);
            Recovery = Recovery with
            {
                EventCount = Recovery.EventCount + head.EventCount,
                EventBytes = Recovery.EventBytes + LogFormat.BatchHeaderLength + head.Length,
            };
            End += LogFormat.BatchHeaderLength + head.Length;
            NextSequence++;
        }

        if (End < reader.Length)
        {
            Discard(file, reader, name, segments.Contains(segment + 1) ? FirstSequenceOf(segment + 1) : 0);
        }

        return true;
    }

    private bool Ignore(SegmentReader reader, string name)
    {
        Recovery = Recovery with { DiscardedBytes = Recovery.DiscardedBytes + reader.Length };
        if (Segment > 0)
        {
            files.Delete(name);
        }

        return false;
    }

    // All batches before the first one of a segment were on disk when it was begun; 0 if its header is not whole.
    private ulong FirstSequenceOf(ulong segment)
    {
        using IStoreFile file = files.Open(StoreNames.LogOf(segment));
        return new SegmentReader(file, StoreNames.LogOf(segment)).TryReadHeader(out _, out ulong first) ? first : 0;
    }

    private void Discard(IStoreFile file, SegmentReader reader, string name, ulong flushedBefore)
    {
        if (flushedBefore > NextSequence)
        {
            throw Damaged(name, End, "is damaged, and the next file was written after it was on disk");
        }

        if (reader.FindFlushedBeyond(Segment, End, NextSequence) is long later)
        {
            throw Damaged(name, End, $"is damaged, and a batch at byte {later} was written after it was on disk");
        }

        Recovery = Recovery with { DiscardedBytes = Recovery.DiscardedBytes + reader.Length - End };
        file.SetLength(End);
        file.Flush();
    }

    private static InvalidDataException Damaged(string name, long offset, string reason) => new(
        $"The file '{name}' {reason} (at byte {offset}). Acknowledged changes are damaged. Nothing was changed: restore a backup of the "
        + $"folder, or salvage the rest with {nameof(RecommenderFiles)}.{nameof(RecommenderFiles.Repair)}.");
}
