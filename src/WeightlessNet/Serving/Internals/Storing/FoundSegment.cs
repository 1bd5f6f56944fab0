namespace WeightlessNet.Serving.Internals.Storing;

/// <summary>What is whole in a segment that may be damaged.</summary>
internal sealed class FoundSegment
{
    private FoundSegment(string name, ulong number, ulong? firstSequence, List<FoundBatch> batches, long lostBytes)
    {
        (Name, Number, FirstSequence, Batches, LostBytes) = (name, number, firstSequence, batches, lostBytes);
    }

    /// <summary>The name of the file.</summary>
    public string Name { get; }

    /// <summary>The number in its header; if that is damaged, the one of its name.</summary>
    public ulong Number { get; }

    /// <summary>The sequence of the first batch; null if the header is damaged.</summary>
    public ulong? FirstSequence { get; }

    /// <summary>The whole batches, in the order of the file.</summary>
    public IReadOnlyList<FoundBatch> Batches { get; }

    /// <summary>The number of bytes that are in no whole batch, and in no whole header.</summary>
    public long LostBytes { get; }

    /// <summary>Which repair the segment comes after; null if nothing in it is whole.</summary>
    public ulong? Repairs => (FirstSequence ?? (Batches.Count > 0 ? Batches[0].Sequence : null)) >> LogFormat.RepairShift;

    /// <summary>Looks for whole batches at every byte.</summary>
    /// <exception cref="InvalidDataException">The file needs a newer library.</exception>
    public static FoundSegment In(IStoreFiles files, ulong number)
    {
        string name = StoreNames.LogOf(number);
        using IStoreFile file = files.Open(name);
        SegmentReader reader = new(file, name);
        bool hasHeader = reader.TryReadHeader(out ulong inHeader, out ulong firstSequence);
        number = hasHeader ? inHeader : number;
        long end = Math.Min(LogFormat.HeaderLength, reader.Length);
        long lost = hasHeader ? 0 : end;
        List<FoundBatch> batches = [];
        while (NextWhole(reader, number, end) is long offset)
        {
            _ = reader.TryRead(number, offset, out BatchHead head, out _);
            batches.Add(new FoundBatch(head.Sequence, offset));
            lost += offset - end;
            end = offset + LogFormat.BatchHeaderLength + head.Length;
        }

        return new FoundSegment(name, number, hasHeader ? firstSequence : null, batches, lost + reader.Length - end);
    }

    private static long? NextWhole(SegmentReader reader, ulong number, long offset) =>
        reader.TryRead(number, offset, out _, out _)
            ? offset
            : reader.Find(number, offset, static head => head.Flushed <= head.Sequence);
}
