namespace WeightlessNet.Serving.Internals;

/// <summary>The waits until what was forgotten is gone from the disk, which the next checkpoint ends.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class Erasures
{
    private readonly Lock _lock = new();

    // Those of checkpoints that failed, and the one of what was forgotten since.
    private readonly List<TaskCompletionSource> _failed = [];
    private TaskCompletionSource? _current;
    private bool _isDue;
    private bool _isClosed;

    // Those of checkpoints that are being written.
    private readonly HashSet<TaskCompletionSource> _underWay = [];

    /// <summary>Whether something forgotten is still in a file.</summary>
    public bool Any => !Pending.IsCompleted;

    /// <summary>The wait for everything that was forgotten before; it has ended if no file has any of it.</summary>
    public Task Pending
    {
        get
        {
            lock (_lock)
            {
                TaskCompletionSource[] all = _current is null ? [.. _failed, .. _underWay] : [.. _failed, .. _underWay, _current];
                return all.Length == 0 ? Task.CompletedTask : Task.WhenAll(all.Select(static wait => wait.Task));
            }
        }
    }

    /// <summary>As <see cref="Pending"/>, but a checkpoint is written for it at once.</summary>
    public Task Hasten()
    {
        lock (_lock)
        {
            _isDue |= _current is not null;
            return Pending;
        }
    }

    /// <summary>Whether a checkpoint should be written for it at once.</summary>
    public bool IsDue
    {
        get
        {
            lock (_lock)
            {
                return _isDue;
            }
        }
    }

    /// <summary>The wait for what was forgotten until now; canceled if the recommender is closed.</summary>
    /// <param name="isDue">Whether a checkpoint should be written for it at once.</param>
    public Task Join(bool isDue)
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                return Task.FromCanceled(new CancellationToken(canceled: true));
            }

            _isDue |= isDue;
            _current ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _current.Task;
        }
    }

    /// <summary>A checkpoint begins: the waits that it ends.</summary>
    public TaskCompletionSource[] Begin()
    {
        lock (_lock)
        {
            TaskCompletionSource[] ended = _current is null ? [.. _failed] : [.. _failed, _current];
            _failed.Clear();
            _current = null;
            _isDue = false;
            _underWay.UnionWith(ended);
            return ended;
        }
    }

    /// <summary>A checkpoint is written: its waits end.</summary>
    public void End(TaskCompletionSource[] waits)
    {
        lock (_lock)
        {
            _underWay.ExceptWith(waits);
        }

        Array.ForEach(waits, static wait => wait.TrySetResult());
    }

    /// <summary>A checkpoint failed: the next one ends its waits.</summary>
    public void Fail(TaskCompletionSource[] waits)
    {
        lock (_lock)
        {
            _underWay.ExceptWith(waits);
            if (!_isClosed)
            {
                _failed.AddRange(waits);
                _isDue |= waits.Length > 0;
                return;
            }
        }

        Array.ForEach(waits, static wait => wait.TrySetCanceled());
    }

    /// <summary>The recommender is closed.</summary>
    public void Cancel()
    {
        lock (_lock)
        {
            _isClosed = true;
        }

        foreach (TaskCompletionSource wait in Begin())
        {
            wait.TrySetCanceled();
        }
    }
}
