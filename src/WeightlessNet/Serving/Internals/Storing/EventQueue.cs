namespace WeightlessNet.Serving.Internals.Storing;

/// <summary>The events that wait to be written, and the order to begin a new segment of the log.</summary>
/// <remarks>Thread-safe. One thread takes what waits, all at once.</remarks>
internal sealed class EventQueue
{
    private const int MostBytes = LogFormat.MaximumBatch / 2;

    private readonly object _access = new();
    private List<IStoredEvents> _events = [];
    private long _bytes;
    private TaskCompletionSource? _room;
    private TaskCompletionSource<ulong>? _rotation;
    private bool _isClosed;

    /// <summary>
    /// Waits until there is room for further events, so that memory is bounded. Call it without a lock that applying an event takes.
    /// </summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that has ended if there is room. When the queue is closed, nobody waits.</returns>
    /// <exception cref="OperationCanceledException">The wait was canceled.</exception>
    public ValueTask WaitForRoomAsync(CancellationToken cancellationToken) =>
        Volatile.Read(ref _bytes) < MostBytes ? ValueTask.CompletedTask : WaitAsync(cancellationToken);

    /// <summary>Adds events at the end. Does not wait.</summary>
    /// <param name="added">The events.</param>
    /// <param name="bytes">The number of their bytes.</param>
    /// <exception cref="ObjectDisposedException">The queue is closed.</exception>
    public void Add(IStoredEvents added, long bytes)
    {
        lock (_access)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(EventStore));
            _events.Add(added);
            _bytes += bytes;
            Monitor.PulseAll(_access);
        }
    }

    /// <summary>Asks for a new segment after the events that wait. There is one such order at a time.</summary>
    /// <exception cref="ObjectDisposedException">The queue is closed.</exception>
    public void Add(TaskCompletionSource<ulong> rotation)
    {
        lock (_access)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(EventStore));
            _rotation = rotation;
            Monitor.PulseAll(_access);
        }
    }

    /// <summary>Refuses further events. What waits can still be taken.</summary>
    public void Close()
    {
        lock (_access)
        {
            _isClosed = true;
            MakeRoom();
            Monitor.PulseAll(_access);
        }
    }

    /// <summary>Takes all that waits; blocks the thread as long as there is nothing.</summary>
    /// <param name="events">The events, in their order; perhaps none.</param>
    /// <param name="rotation">The order to begin a new segment after them; null if there is none.</param>
    /// <returns>False if the queue is closed and nothing is left.</returns>
    public bool TryTake(out List<IStoredEvents> events, out TaskCompletionSource<ulong>? rotation)
    {
        lock (_access)
        {
            while (_events.Count == 0 && _rotation is null && !_isClosed)
            {
                Monitor.Wait(_access);
            }

            (events, _events, _bytes) = (_events, [], 0);
            (rotation, _rotation) = (_rotation, null);
            MakeRoom();
            return events.Count > 0 || rotation is not null;
        }
    }

    private async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        while (TryWait(out Task room))
        {
            await room.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private bool TryWait(out Task room)
    {
        lock (_access)
        {
            bool mustWait = _bytes >= MostBytes && !_isClosed;
            room = mustWait
                ? (_room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task
                : Task.CompletedTask;
            return mustWait;
        }
    }

    // The caller holds the lock.
    private void MakeRoom()
    {
        _room?.SetResult();
        _room = null;
    }
}
