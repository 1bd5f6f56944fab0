using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;
using WeightlessNet.Serving.Internals.Telemetry;

namespace WeightlessNet.Serving.Internals.Storing;

/// <summary>A log of events with group commit, and checkpoints that bound how much of it is repeated.</summary>
/// <remarks>
/// Thread-safe. One thread writes, flushes and applies events, all that wait at once; so the order of the log is the order of applying, and
/// many events are acknowledged by one flush.
/// </remarks>
internal sealed class EventStore : IDisposable
{
    // Leaves room for the first event of a segment.
    private const int MostBytes = LogFormat.MaximumBatch - 64;

    private readonly IStoreFiles _files;
    private readonly IDisposable _lock;
    private readonly bool _flushes;
    private readonly RecommenderMeter? _meter;
    private readonly byte[] _first;
    private readonly Thread _committer;

    private readonly EventQueue _waiting = new();
    private readonly SemaphoreSlim _checkpointing = new(1);
    private bool _isClosed;
    private long _logEvents;
    private long _logBytes;

    // Used by the committing thread only, after opening.
    private readonly ArrayBufferWriter<byte> _batch = new();
    private LogSegment _segment;

    // Written before the rotation is reported, read after it.
    private ulong _firstSequenceOfRotation;
    private long _eventsBeforeRotation;
    private long _bytesBeforeRotation;

    private EventStore(
        IStoreFiles files,
        IDisposable @lock,
        bool flushes,
        RecommenderMeter? meter,
        byte[] first,
        LogSegment segment,
        StoreRecovery recovery)
    {
        _files = files;
        _lock = @lock;
        _flushes = flushes;
        _meter = meter;
        _first = first;
        _segment = segment;
        Recovery = recovery;
        (_logEvents, _logBytes) = (recovery.EventCount, recovery.EventBytes);
        _committer = new Thread(Commit) { IsBackground = true, Name = "WeightlessNet log" };
        _committer.Start();
    }

    /// <summary>What was found when the store was opened.</summary>
    public StoreRecovery Recovery { get; }

    /// <summary>The number of events since the last checkpoint.</summary>
    public long LogEvents => Interlocked.Read(ref _logEvents);

    /// <summary>The number of bytes of the log since the last checkpoint.</summary>
    public long LogBytes => Interlocked.Read(ref _logBytes);

    /// <summary>Why the last batch was not stored; null if it was.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Opens a store in a folder, or creates it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="flushes">Whether events are acknowledged only when they are on disk.</param>
    /// <param name="readCheckpoint">Reads the content of a checkpoint.</param>
    /// <param name="replay">Repeats an event of the log after the checkpoint; it may be applied already.</param>
    /// <param name="meter">Reports writes to the log; null for none.</param>
    /// <param name="first">The first event of each new segment; null for none.</param>
    /// <exception cref="InvalidDataException">The store is damaged.</exception>
    /// <exception cref="IOException">The folder is open elsewhere, or cannot be read or written.</exception>
    public static EventStore Open(
        string folder,
        bool flushes,
        Action<Stream> readCheckpoint,
        EventReader replay,
        RecommenderMeter? meter = null,
        byte[]? first = null)
    {
        folder = FolderFiles.Enter(folder);
        FolderFiles files = new(folder);
        IDisposable held = LockOf(files, folder);
        return Open(files, held, flushes, readCheckpoint, replay, meter, first);
    }

    /// <summary>Opens a store whose files are locked; the lock is released when the store is closed or cannot be opened.</summary>
    internal static EventStore Open(
        IStoreFiles files,
        IDisposable held,
        bool flushes,
        Action<Stream> readCheckpoint,
        EventReader replay,
        RecommenderMeter? meter = null,
        byte[]? first = null)
    {
        try
        {
            StoreOpening opening = new(files, readCheckpoint, replay);
            opening.Run();
            LogSegment segment = opening.Segment > 0
                ? LogSegment.Continue(files, opening.Segment, opening.End, opening.NextSequence)
                : LogSegment.Begin(files, Math.Max(opening.Recovery.Checkpoint, 1), opening.NextSequence);
            bool isClean = StoreCheckpoints.TryDeleteBefore(files, opening.Recovery.Checkpoint);
            StoreRecovery recovery = opening.Recovery with { HasReplacedFiles = !isClean };
            return new EventStore(files, held, flushes, meter, first ?? [], segment, recovery);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>The lock of a folder, through whatever links it was reached.</summary>
    /// <exception cref="IOException">Somebody has the folder open, or its lock cannot be written.</exception>
    internal static FileStream LockOf(FolderFiles files, string folder)
    {
        try
        {
            return files.Lock(StoreNames.Lock);
        }
        catch (IOException inUse) when (FolderFiles.IsHeldByAnother(inUse))
        {
            throw new IOException(
                $"The recommender in '{folder}' is open in another process, or in this one. Close it first. ({inUse.Message})", inUse);
        }
    }

    /// <inheritdoc cref="EventQueue.WaitForRoomAsync"/>
    public ValueTask<QueueTurn> WaitForRoomAsync(CancellationToken cancellationToken) => _waiting.WaitForRoomAsync(cancellationToken);

    /// <summary>Passes events to the log, in the order of the calls. Does not wait.</summary>
    /// <exception cref="ArgumentException">The events are longer than a batch can be.</exception>
    /// <exception cref="ObjectDisposedException">The store is closed.</exception>
    public void Append(IStoredEvents added)
    {
        long bytes = BytesOf(added);
        if (bytes > MostBytes)
        {
            throw new ArgumentException(
                $"Changes that are stored together must have at most {MostBytes} bytes, not {bytes}.", nameof(added));
        }

        _waiting.Add(added, bytes);
    }

    /// <summary>
    /// Writes a checkpoint and deletes the log before it. Everything that was applied before the call is in the checkpoint, and no older
    /// file remains. Events that are applied while it is written may be in it, and are repeated when the store is opened.
    /// </summary>
    /// <param name="write">Writes the content.</param>
    /// <param name="cancellationToken">Cancels the wait for another checkpoint.</param>
    /// <exception cref="IOException">The checkpoint cannot be written; the older one and the log stay valid.</exception>
    /// <exception cref="ObjectDisposedException">The store is closed.</exception>
    public async Task CheckpointAsync(Action<Stream> write, CancellationToken cancellationToken = default)
    {
        await _checkpointing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            TaskCompletionSource<ulong> rotation = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add(rotation);
            ulong segment = await rotation.Task.ConfigureAwait(false);
            await Task.Run(() => WriteCheckpoint(segment, write), CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _checkpointing.Release();
        }
    }

    /// <summary>Stores what waits, waits for a checkpoint that is being written, and closes the files.</summary>
    public void Dispose()
    {
        _waiting.Close();
        _committer.Join();

        _checkpointing.Wait(); // Nobody else may open the folder while a checkpoint is written into it.
        if (!_isClosed)
        {
            _isClosed = true;
            _segment.Dispose();
            _lock.Dispose();
        }

        _checkpointing.Release();
    }

    private static long BytesOf(IStoredEvents together)
    {
        long bytes = 0;
        for (int i = 0; i < together.Count; i++)
        {
            bytes += LogFormat.EventHeaderLength + together.LengthOf(i);
        }

        return bytes;
    }

    private void WriteCheckpoint(ulong number, Action<Stream> write)
    {
        StoreCheckpoints.Write(_files, number, _firstSequenceOfRotation, write);
        _ = Interlocked.Add(ref _logEvents, -_eventsBeforeRotation);
        _ = Interlocked.Add(ref _logBytes, -_bytesBeforeRotation);
        StoreCheckpoints.DeleteBefore(_files, number);
    }

    private void Commit()
    {
        // Writes are no part of the activity that opened the store.
        Activity.Current = null;
        while (_waiting.TryTake(out List<IStoredEvents> events, out TaskCompletionSource<ulong>? rotation))
        {
            for (int from = 0, to; from < events.Count; from = to)
            {
                to = EndOfBatch(events, from);
                Store(CollectionsMarshal.AsSpan(events)[from..to]);
            }

            if (rotation is not null)
            {
                Rotate(rotation);
            }
        }
    }

    // As many as fit into a batch, at least one.
    private static int EndOfBatch(List<IStoredEvents> events, int from)
    {
        long bytes = BytesOf(events[from]);
        int to = from + 1;
        while (to < events.Count && (bytes += BytesOf(events[to])) <= MostBytes)
        {
            to++;
        }

        return to;
    }

    private void Store(ReadOnlySpan<IStoredEvents> events)
    {
        Exception? failure = null;
        try
        {
            if (_segment.IsUntrusted)
            {
                ReplaceSegment();
            }

            ReadOnlySpan<byte> first = _segment.IsEmpty ? _first : [];
            int changes = Frame(first, events);
            AppendBatch(changes + (first.IsEmpty ? 0 : 1), changes);
            _ = Interlocked.Add(ref _logEvents, changes);
            _ = Interlocked.Add(ref _logBytes, _batch.WrittenCount);
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException)
        {
            failure = new IOException($"The change cannot be stored: {thrown.Message} Nothing was changed.", thrown);
        }
        catch (Exception thrown)
        {
            // The committing thread must not end.
            failure = thrown;
        }

        Fault = failure;
        foreach (IStoredEvents one in events)
        {
            if (failure is null)
            {
                try
                {
                    one.Apply();
                }
                catch (Exception thrown)
                {
                    one.End(thrown);
                    continue;
                }
            }

            one.End(failure);
        }
    }

    private void AppendBatch(int count, int changes)
    {
        using MeasuredWork? flush = _meter?.BeginFlush();
        try
        {
            _segment.Append(_batch, count, _flushes);
            _meter?.Flushed(changes);
        }
        catch (ArgumentOutOfRangeException tooLong)
        {
            // The file would become longer than the process may write.
            flush?.Fail(tooLong);
            throw new IOException(tooLong.Message, tooLong);
        }
        catch (Exception failure)
        {
            flush?.Fail(failure);
            throw;
        }
    }

    // Writes events behind the room for the header of their batch, after the first one of a segment if it is due. Returns how many there
    // are without that.
    private int Frame(ReadOnlySpan<byte> first, ReadOnlySpan<IStoredEvents> events)
    {
        _batch.ResetWrittenCount();
        _batch.GetSpan(LogFormat.BatchHeaderLength);
        _batch.Advance(LogFormat.BatchHeaderLength);
        if (!first.IsEmpty)
        {
            first.CopyTo(Room(first.Length));
        }

        int count = 0;
        foreach (IStoredEvents together in events)
        {
            for (int i = 0; i < together.Count; i++, count++)
            {
                together.WriteTo(i, Room(together.LengthOf(i)));
            }
        }

        return count;
    }

    // The bytes of the next event of the batch.
    private Span<byte> Room(int length)
    {
        Span<byte> bytes = _batch.GetSpan(LogFormat.EventHeaderLength + length)[..(LogFormat.EventHeaderLength + length)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)length);
        _batch.Advance(bytes.Length);
        return bytes[LogFormat.EventHeaderLength..];
    }

    private void Rotate(TaskCompletionSource<ulong> rotation)
    {
        try
        {
            ReplaceSegment();
            _firstSequenceOfRotation = _segment.NextSequence;
            (_eventsBeforeRotation, _bytesBeforeRotation) = (LogEvents, LogBytes);
            rotation.SetResult(_segment.Number);
        }
        catch (Exception thrown)
        {
            rotation.SetException(thrown);
        }
    }

    // Begins a segment when the present one is on disk as a whole.
    private void ReplaceSegment()
    {
        _segment.Finish();
        LogSegment next = LogSegment.Begin(_files, _segment.Number + 1, _segment.NextSequence);
        _segment.Dispose();
        _segment = next;
    }
}
