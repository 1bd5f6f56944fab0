namespace WeightlessNet.Serving.Internals;

/// <summary>
/// The order of changes of some users: one change at a time. While a training runs, the changes are kept, to be repeated for the new models.
/// </summary>
internal sealed class ChangeStripe
{
    private int _pending;
    private TaskCompletionSource? _drained;
    private TaskCompletionSource? _reopened;

    /// <summary>Held while a change is applied. Protects the other members.</summary>
    public Lock Lock { get; } = new();

    /// <summary>The changes since a training began; null if none runs.</summary>
    public List<Change>? Kept { get; set; }

    /// <summary>How many times a rating was learned or forgotten since the recommender was opened.</summary>
    public long ChangeCount { get; set; }

    /// <summary>Null if changes may begin; otherwise a user is being forgotten: try again when the task has ended.</summary>
    public Task? Reopened => _reopened?.Task;

    /// <summary>Begins a change that ends later. Call it with the lock held.</summary>
    /// <returns>Null if it began; otherwise a user is being forgotten: try again when the task has ended.</returns>
    public Task? TryBegin()
    {
        if (_reopened is not null)
        {
            return _reopened.Task;
        }

        _pending++;
        return null;
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
        while (TryClose(out Task wait) is false)
        {
            // Another user of the stripe is being forgotten.
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
            reopened = _reopened?.Task ?? Task.CompletedTask;
            if (_reopened is not null)
            {
                return false;
            }

            _reopened = NewSource();
            return true;
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
