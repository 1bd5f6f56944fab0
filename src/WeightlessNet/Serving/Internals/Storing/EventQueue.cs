namespace WeightlessNet.Serving.Internals.Storing;

/// <summary>The events that wait to be written, and the order to begin a new segment of the log.</summary>
/// <remarks>Thread-safe. One thread takes what waits, all at once.</remarks>
internal sealed class EventQueue
{
    private const int MostBytes = LogFormat.MaximumBatch / 2;

    private readonly object _access = new();
    private List<IStoredEvents> _events = [];
    private long _bytes;

    // Calls that wait for room, in their order. One at a time has the turn to add its events, so that none overtakes another.
    private readonly LinkedList<TaskCompletionSource> _waiters = [];
    private bool _hasTurn;
    private bool _mustWait;
    private TaskCompletionSource<ulong>? _rotation;
    private bool _isClosed;

    /// <summary>
    /// Waits until there is room for further events, so that memory is bounded. First come, first served. Call it without a lock that
    /// applying an event takes.
    /// </summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>
    /// A task that has ended if there is room and nobody waits. Add the events, then dispose of the turn: the next call waits for that.
    /// When the queue is closed, nobody waits.
    /// </returns>
    /// <exception cref="OperationCanceledException">The wait was canceled.</exception>
    public ValueTask<QueueTurn> WaitForRoomAsync(CancellationToken cancellationToken) =>
        Volatile.Read(ref _mustWait) ? WaitAsync(cancellationToken) : default;

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
            Admit();
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
            Admit();
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
            Admit();
            return events.Count > 0 || rotation is not null;
        }
    }

    /// <summary>Ends the turn of a call that waited. The next one gets it.</summary>
    public void EndTurn()
    {
        lock (_access)
        {
            _hasTurn = false;
            Admit();
        }
    }

    private async ValueTask<QueueTurn> WaitAsync(CancellationToken cancellationToken)
    {
        if (TryWait() is not LinkedListNode<TaskCompletionSource> waiter)
        {
            return default;
        }

        try
        {
            await waiter.Value.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            return new QueueTurn(this);
        }
        catch
        {
            GiveUp(waiter);
            throw;
        }
    }

    // Null if there is no need to wait.
    private LinkedListNode<TaskCompletionSource>? TryWait()
    {
        lock (_access)
        {
            if (!_mustWait)
            {
                return null;
            }

            return _waiters.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }
    }

    private void GiveUp(LinkedListNode<TaskCompletionSource> waiter)
    {
        lock (_access)
        {
            if (waiter.List is null)
            {
                // It got its turn when it was canceled.
                _hasTurn = false;
            }
            else
            {
                _waiters.Remove(waiter);
            }

            Admit();
        }
    }

    // Gives the turn to the next call if there is room; to all when the queue is closed, whose events are then refused. The caller holds
    // the lock.
    private void Admit()
    {
        while (_waiters.First is LinkedListNode<TaskCompletionSource> next && (_isClosed || (!_hasTurn && _bytes < MostBytes)))
        {
            _waiters.Remove(next);
            _hasTurn = true;
            next.Value.SetResult();
        }

        Volatile.Write(ref _mustWait, !_isClosed && (_hasTurn || _bytes >= MostBytes));
    }
}
