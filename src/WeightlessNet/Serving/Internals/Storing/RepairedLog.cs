using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace WeightlessNet.Serving.Internals.Storing;

/// <summary>The segment that a repair writes.</summary>
/// <remarks>It counts only when it is on disk as a whole, so its batches need no flush of their own.</remarks>
internal sealed class RepairedLog
{
    private readonly ArrayBufferWriter<byte> _batch = new();
    private readonly IStoreFile _file;
    private readonly ulong _number;
    private ulong _sequence;
    private long _end = LogFormat.HeaderLength;
    private int _count;

    /// <summary>Begins the segment in an empty file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="number">The number of the segment.</param>
    /// <param name="firstSequence">The sequence of its first batch.</param>
    public RepairedLog(IStoreFile file, ulong number, ulong firstSequence)
    {
        (_file, _number, _sequence) = (file, number, firstSequence);
        Span<byte> header = stackalloc byte[LogFormat.HeaderLength];
        LogFormat.WriteHeader(header, number, firstSequence);
        file.Write(header, 0);
        Clear();
    }

    /// <summary>Adds an event to the batch.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        Span<byte> added = _batch.GetSpan(LogFormat.EventHeaderLength + bytes.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(added, (uint)bytes.Length);
        bytes.CopyTo(added[LogFormat.EventHeaderLength..]);
        _batch.Advance(LogFormat.EventHeaderLength + bytes.Length);
        _count++;
    }

    /// <summary>Ends the batch.</summary>
    /// <returns>The number of its events; if it is 0, no batch is written.</returns>
    public int EndBatch()
    {
        int count = _count;
        if (count > 0)
        {
            // The segment gets its name when all of it is on disk, so all batches before this one are when anybody reads it.
            Span<byte> bytes = MemoryMarshal.AsMemory(_batch.WrittenMemory).Span;
            LogFormat.WriteBatchHeader(bytes, _number, _end, new BatchHead(_sequence, count, Flushed: _sequence));
            _file.Write(bytes, _end);
            _end += bytes.Length;
            _sequence++;
            Clear();
        }

        return count;
    }

    private void Clear()
    {
        _batch.ResetWrittenCount();
        _batch.GetSpan(LogFormat.BatchHeaderLength);
        _batch.Advance(LogFormat.BatchHeaderLength);
        _count = 0;
    }
}
