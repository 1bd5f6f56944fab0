using System.Runtime.ExceptionServices;

namespace WeightlessNet.Serving.Internals;

/// <summary>Changes that are being stored while further ones are passed: a bounded number, so that memory is bounded.</summary>
internal sealed class PendingChanges
{
    private const int Most = 4096;

    private readonly Queue<ValueTask> _pending = new();
    private long _count;

    /// <summary>Adds a change; waits for the oldest ones if there are too many.</summary>
    public async ValueTask AddAsync(ValueTask change)
    {
        if (change.IsCompletedSuccessfully)
        {
            await change.ConfigureAwait(false);
        }
        else
        {
            _pending.Enqueue(change);
        }

        _count++;
        while (_pending.Count >= Most)
        {
            await _pending.Dequeue().ConfigureAwait(false);
        }
    }

    /// <summary>Waits for all changes and returns how many there were.</summary>
    public async ValueTask<long> CompleteAsync()
    {
        Exception? first = await EndAsync().ConfigureAwait(false);
        if (first is not null)
        {
            ExceptionDispatchInfo.Throw(first);
        }

        return _count;
    }

    /// <summary>Waits for all changes and returns the first exception, if any.</summary>
    public async ValueTask<Exception?> EndAsync()
    {
        Exception? first = null;
        while (_pending.TryDequeue(out ValueTask change))
        {
            try
            {
                await change.ConfigureAwait(false);
            }
            catch (Exception failure)
            {
                first ??= failure;
            }
        }

        return first;
    }
}
