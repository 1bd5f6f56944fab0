using System.Buffers.Binary;

namespace WeightlessNet.Serving.Internals.Storing;

/// <summary>Reads the batches of a segment of the log.</summary>
/// <param name="file">The open file.</param>
/// <param name="name">Its name, for messages.</param>
internal sealed class SegmentReader(IStoreFile file, string name)
{
    private const int WindowLength = 1 << 16;

    private readonly byte[] _header = new byte[LogFormat.BatchHeaderLength];
    private byte[] _batch = new byte[1 << 12];

    /// <summary>The number of bytes of the file.</summary>
    public long Length { get; } = file.Length;

    /// <summary>Reads the header; false if it is not whole.</summary>
    public bool TryReadHeader(out ulong segment, out ulong firstSequence)
    {
        Span<byte> header = stackalloc byte[LogFormat.HeaderLength];
        return LogFormat.TryReadHeader(header[..file.Read(header, 0)], name, out segment, out firstSequence);
    }

    /// <summary>Reads the batch at an offset; false if there is no whole one.</summary>
    /// <param name="segment">The number of the segment.</param>
    /// <param name="offset">The offset.</param>
    /// <param name="head">The header.</param>
    /// <param name="events">The events, valid until the next call.</param>
    public bool TryRead(ulong segment, long offset, out BatchHead head, out ReadOnlySpan<byte> events)
    {
        events = default;
        head = default;
        if (file.Read(_header, offset) < _header.Length)
        {
            return false;
        }

        head = LogFormat.ReadBatchHead(_header);
        if (head.Length is 0 or > LogFormat.MaximumBatch || offset + _header.Length + head.Length > Length)
        {
            return false;
        }

        int length = _header.Length + (int)head.Length;
        if (_batch.Length < length)
        {
            _batch = new byte[length];
        }

        Span<byte> batch = _batch.AsSpan(0, length);
        events = batch[_header.Length..];
        return file.Read(batch, offset) == length && LogFormat.IsWhole(batch, segment, offset);
    }

    /// <summary>
    /// The offset of the first whole batch, from an offset on, that was written when a batch of the given sequence was on disk; null if
    /// there is none.
    /// </summary>
    public long? FindFlushedBeyond(ulong segment, long offset, ulong sequence) =>
        // A batch can be no longer than the rest of the file, and sequences are dense.
        Find(segment, offset, head =>
            head.Flushed > sequence && head.Sequence >= head.Flushed && head.Sequence - sequence <= (ulong)Length);

    /// <summary>The offset of the first whole batch, from an offset on; null if there is none.</summary>
    /// <param name="segment">The number of the segment.</param>
    /// <param name="offset">The offset.</param>
    /// <param name="canBe">A cheap test of a header, before the checksum is compared.</param>
    public long? Find(ulong segment, long offset, Func<BatchHead, bool> canBe)
    {
        byte[] window = new byte[WindowLength + LogFormat.BatchHeaderLength];
        for (; offset + LogFormat.BatchHeaderLength <= Length; offset += WindowLength)
        {
            int read = file.Read(window, offset);
            for (int at = 0; at < WindowLength && at + LogFormat.BatchHeaderLength <= read; at++)
            {
                BatchHead head = LogFormat.ReadBatchHead(window.AsSpan(at));
                bool fits = head.EventCount > 0 && head.Length > 0 && offset + at + head.Length <= Length;
                if (fits && canBe(head) && TryRead(segment, offset + at, out _, out _))
                {
                    return offset + at;
                }
            }
        }

        return null;
    }

    /// <summary>Passes the events of a batch to a reader.</summary>
    /// <exception cref="InvalidDataException">The lengths of the events do not sum up.</exception>
    public void ForEach(ReadOnlySpan<byte> events, int count, EventReader read)
    {
        for (int i = 0; i < count; i++)
        {
            uint length = events.Length < LogFormat.EventHeaderLength ? uint.MaxValue : BinaryPrimitives.ReadUInt32LittleEndian(events);
            if (length > events.Length - LogFormat.EventHeaderLength)
            {
                throw new InvalidDataException($"A batch of '{name}' has no {count} events in it.");
            }

            read(events.Slice(LogFormat.EventHeaderLength, (int)length));
            events = events[(LogFormat.EventHeaderLength + (int)length)..];
        }
    }
}
