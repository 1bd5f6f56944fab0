using System.Buffers;
using System.Runtime.InteropServices;

namespace WeightlessNet.Serving.Internals.Storing;

/// <summary>The segment of the log that is being written.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class LogSegment : IDisposable
{
    private readonly IStoreFile _file;
    private long _end;

    // All batches below this sequence are on disk.
    private ulong _flushed;

    // Whether there may be bytes behind the end, of a batch that failed.
    private bool _mustCut;

    private LogSegment(IStoreFile file, ulong number, long end, ulong nextSequence, ulong flushed)
    {
        _file = file;
        _end = end;
        _flushed = flushed;
        Number = number;
        NextSequence = nextSequence;
    }

    /// <summary>The number of the segment.</summary>
    public ulong Number { get; }

    /// <summary>Whether no batch has been written.</summary>
    public bool IsEmpty => _end == LogFormat.HeaderLength;

    /// <summary>The sequence of the next batch.</summary>
    public ulong NextSequence { get; private set; }

    /// <summary>
    /// Whether a flush failed. What the system has in memory may then differ from the disk, without a further error, so nothing more is
    /// written to this file.
    /// </summary>
    public bool IsUntrusted { get; private set; }

    /// <summary>Creates a segment, which is on disk when this returns.</summary>
    public static LogSegment Begin(IStoreFiles files, ulong number, ulong nextSequence)
    {
        string name = StoreNames.LogOf(number);
        IStoreFile file = files.Create(name);
        try
        {
            Span<byte> header = stackalloc byte[LogFormat.HeaderLength];
            LogFormat.WriteHeader(header, number, nextSequence);
            file.Write(header, 0);
            file.Flush();
            files.FlushFolder();
            return new LogSegment(file, number, LogFormat.HeaderLength, nextSequence, nextSequence);
        }
        catch
        {
            file.Dispose();
            try
            {
                files.Delete(name);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // An empty segment does no harm.
            }

            throw;
        }
    }

    /// <summary>Continues a segment that was read to its end.</summary>
    public static LogSegment Continue(IStoreFiles files, ulong number, long end, ulong nextSequence)
    {
        IStoreFile file = files.Open(StoreNames.LogOf(number));
        try
        {
            // What was read, and the names of the files, may be in the system's memory only. From here on it counts as acknowledged.
            file.Flush();
            files.FlushFolder();
            return new LogSegment(file, number, end, nextSequence, nextSequence);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Writes a batch, or nothing.</summary>
    /// <param name="batch">The batch with room for the header.</param>
    /// <param name="eventCount">The number of its events.</param>
    /// <param name="flushes">Whether the batch must be on disk.</param>
    public void Append(ArrayBufferWriter<byte> batch, int eventCount, bool flushes)
    {
        CutBack();
        Span<byte> bytes = MemoryMarshal.AsMemory(batch.WrittenMemory).Span;
        LogFormat.WriteBatchHeader(bytes, Number, _end, new BatchHead(NextSequence, eventCount, _flushed));
        _mustCut = true;
        try
        {
            _file.Write(bytes, _end);
            if (flushes)
            {
                Flush();
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            CutBackIfPossible();
            throw;
        }

        _mustCut = false;
        _end += bytes.Length;
        NextSequence++;
        _flushed = flushes ? NextSequence : _flushed;
    }

    /// <summary>Returns when the whole segment is on disk, without bytes of a batch that failed.</summary>
    public void Finish()
    {
        CutBack();
        Flush();
        IsUntrusted = false;
        _flushed = NextSequence;
    }

    public void Dispose()
    {
        CutBackIfPossible();
        _file.Dispose();
    }

    private void Flush()
    {
        try
        {
            _file.Flush();
        }
        catch
        {
            IsUntrusted = true;
            throw;
        }
    }

    private void CutBackIfPossible()
    {
        try
        {
            CutBack();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Tried again before the next batch.
        }
    }

    private void CutBack()
    {
        if (_mustCut)
        {
            _file.SetLength(_end);
            Flush();
            _mustCut = false;
        }
    }
}
