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
        foreach (string name in files.List().Where(static name => name.EndsWith(StoreNames.TemporaryEnding, StringComparison.Ordinal)))
        {
            files.Delete(name);
        }

        ulong first = ReadCheckpoint();
        ulong[] segments = [.. StoreNames.Logs(files.List()).Where(segment => segment >= first)];
        for (int i = 0; i < segments.Length; i++)
        {
            if (segments[i] != Math.Max(first, 1) + (ulong)i)
            {
                throw Damaged(StoreNames.LogOf(Math.Max(first, 1) + (ulong)i), 0, "is missing");
            }

            if (!Read(segments[i], isLast: i == segments.Length - 1))
            {
                return;
            }
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
                using Stream content = CheckpointFile.Content(file, length);
                readCheckpoint(content);
                NextSequence = nextSequence;
                Recovery = Recovery with { Checkpoint = number };
                return number;
            }
        }

        return checkpoints.Length == 0 && (segments.Length == 0 || segments[0] == 1)
            ? 0ul
            : throw Damaged(StoreNames.CheckpointOf(checkpoints.DefaultIfEmpty(1ul).Last()), 0, "is missing or damaged, and no older one is whole");
    }

    // Returns false if the log ends here, because the rest was cut off.
    private bool Read(ulong segment, bool isLast)
    {
        string name = StoreNames.LogOf(segment);
        using IStoreFile file = files.Open(name);
        SegmentReader reader = new(file, name, segment);
        if (!reader.TryReadHeader(out ulong firstSequence))
        {
            // The segment is flushed before its first batch is written, so a crash while it was created leaves it without one.
            bool isEmpty = isLast && reader.Find(0, 1) is null;
            if (!isEmpty)
            {
                throw Damaged(name, 0, "has a damaged header");
            }

            Recovery = Recovery with { DiscardedBytes = Recovery.DiscardedBytes + reader.Length };
            file.Dispose();
            files.Delete(name);
            return false;
        }

        if (firstSequence != NextSequence)
        {
            throw Damaged(name, 0, $"begins with batch {firstSequence}, but batch {NextSequence} is next");
        }

        (Segment, End) = (segment, LogFormat.HeaderLength);
        while (reader.TryRead(End, out BatchHead head, out ReadOnlySpan<byte> events) && head.Sequence == NextSequence)
        {
            reader.ForEach(events, head.EventCount, replay);
            Recovery = Recovery with { EventCount = Recovery.EventCount + head.EventCount };
            End += LogFormat.BatchHeaderLength + head.Length;
            NextSequence++;
        }

        if (End < reader.Length)
        {
            Discard(file, reader, name, isLast);
            return false;
        }

        return true;
    }

    private void Discard(IStoreFile file, SegmentReader reader, string name, bool isLast)
    {
        if (!isLast)
        {
            // A segment is flushed before the next one begins.
            throw Damaged(name, End, "is damaged, and the next file was written after it was on disk");
        }

        if (reader.Find(End, NextSequence) is { } later && later.Head.Flushed > NextSequence)
        {
            throw Damaged(name, End, $"is damaged, and a batch at byte {later.Offset} was written after it was on disk");
        }

        Recovery = Recovery with { DiscardedBytes = Recovery.DiscardedBytes + reader.Length - End };
        file.SetLength(End);
        file.Flush();
    }

    private static InvalidDataException Damaged(string name, long offset, string reason) => new(
        $"The file '{name}' {reason} (at byte {offset}). Acknowledged changes are damaged. Nothing was changed: restore a backup of the "
        + "folder.");
}
