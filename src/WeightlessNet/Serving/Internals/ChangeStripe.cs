namespace WeightlessNet.Serving.Internals;

/// <summary>
/// The order of changes of some users: one change at a time. While a training runs, the changes are kept, to be repeated for the new
/// models.
/// </summary>
internal sealed class ChangeStripe
{
    private int _pending;
    private TaskCompletionSource? _drained;

    // Changes that found the stripe closed and have not begun. They begin before it is closed again, so that none waits forever.
    private int _waiting;
    private TaskCompletionSource? _begun;
    private TaskCompletionSource? _reopened;

    /// <summary>Held while a change is applied. Protects the other members.</summary>
    public Lock Lock { get; } = new();

    /// <summary>The changes since a training began; null if none runs.</summary>
    public List<Change>? Kept { get; set; }

    /// <summary>
    /// How many times a rating was learned or forgotten since the recommender was opened. Events count if the total comes, goes or changes
    /// its sign.
    /// </summary>
    public long ChangeCount { get; set; }

    /// <summary>Null if changes may begin; otherwise a user is being forgotten: try again when the task has ended.</summary>
    public Task? Reopened => _reopened?.Task;

    /// <summary>Begins a change that ends later. Call it with the lock held.</summary>
    /// <param name="isWaiting">
    /// Whether the change is one that waits; set if it must wait. Pass it again when the task has ended, or call <see cref="GiveUp"/>.
    /// </param>
    /// <returns>Null if it began; otherwise a user is being forgotten: try again when the task has ended.</returns>
    public Task? TryBegin(ref bool isWaiting)
    {
        if (_reopened is not null)
        {
            _waiting += isWaiting ? 0 : 1;
            isWaiting = true;
            return _reopened.Task;
        }

        if (isWaiting)
        {
            isWaiting = false;
            EndWaiting();
        }

        _pending++;
        return null;
    }

    /// <summary>A change that waits will not begin.</summary>
    public void GiveUp()
    {
        lock (Lock)
        {
            EndWaiting();
        }
    }

    /// <summary>Ends a change that <see cref="TryBegin"/> began.</summary>
    public void End()
    {
        lock (Lock)
        {
            if (--_pending == 0)
            {
                _drained?.SetResult();
                _drained = null;
            }
        }
    }

    /// <summary>Waits until no change is pending, and keeps others from beginning until <see cref="Reopen"/>.</summary>
    public async Task CloseAsync()
    {
        while (!TryClose(out Task wait))
        {
            // Another user of the stripe is being forgotten, or changes that waited begin first.
            await wait.ConfigureAwait(false);
        }

        Task drained;
        lock (Lock)
        {
            drained = _pending == 0 ? Task.CompletedTask : (_drained = NewSource()).Task;
        }

        await drained.ConfigureAwait(false);
    }

    private bool TryClose(out Task reopened)
    {
        lock (Lock)
        {
            if (_reopened is not null)
            {
                reopened = _reopened.Task;
                return false;
            }

            if (_waiting > 0)
            {
                reopened = (_begun ??= NewSource()).Task;
                return false;
            }

            _reopened = NewSource();
            reopened = Task.CompletedTask;
            return true;
        }
    }

    // Holds the lock.
    private void EndWaiting()
    {
        if (--_waiting == 0)
        {
            _begun?.SetResult();
            _begun = null;
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets changes begin again.</summary>
    public void Reopen()
    {
        lock (Lock)
        {
            _reopened!.SetResult();
            _reopened = null;
        }
    }
}
