using System.Diagnostics;
using WeightlessNet.Serving.Internals;

namespace WeightlessNet.Serving;

/// <content>What goes on in the background: trainings and checkpoints when they are due; and the end of it.</content>
public sealed partial class Recommender<TUser, TItem>
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    // After a failure the next attempt waits, longer each time.
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly Lock _disposing = new();
    private Task _work = Task.CompletedTask;
    private Task? _disposed;

    /// <summary>The state at this moment, for a health check.</summary>
    public RecommenderHealth Health => new()
    {
        IsDisposed = _isDisposed,
        WriteFailure = _store?.Fault,
        CheckpointFailure = _checkpointFailure,
        TrainingFailure = _trainingFailure,
        LastTraining = _lastTraining,
        LastTrained = TimeOf(Volatile.Read(ref _lastTrained)),
        HasLostTraining = _hasLostTraining,
        AvailableItems = _items.AvailableCount,
        AbsentItems = Math.Max(0, _items.Count - _items.AvailableCount),
        LogBytes = _store?.LogBytes ?? 0,
        IsErasureDue = _erasures.Any,
        DiscardedBytes = _store?.Recovery.DiscardedBytes ?? 0,
    };

    /// <summary>
    /// Ends background work, stores what is under way, and lets others open the folder. A training that runs is canceled. May be called
    /// more than once; questions go on working afterwards, changes throw.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        Task disposed;
        lock (_disposing)
        {
            disposed = _disposed ??= Task.Run(EndAsync);
        }

        await disposed.ConfigureAwait(false);
    }

    /// <summary>As <see cref="DisposeAsync"/>; waits for it.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async Task EndAsync()
    {
        _isDisposed = true;
        _meter.Stop();
        await _closing.CancelAsync().ConfigureAwait(false);
        await _work.ConfigureAwait(false);

        // A training on demand ends soon, because it is canceled.
        await _training.WaitAsync().ConfigureAwait(false);
        _training.Release();
        _store?.Dispose();
        _erasures.Cancel();
    }

    private void StartWork()
    {
        StartReports();

        // A checkpoint does not wait for a training.
        _work = Task.WhenAll(
            Task.Run(() => WorkAsync(IsTrainingDue, () => TrainAsync(null, _closing.Token))),
            Task.Run(() => WorkAsync(IsCheckpointDue, () => CheckpointAsync(_closing.Token))));
    }

    private async Task WorkAsync(Func<bool> isDue, Func<Task> work)
    {
        // What runs in the background is no part of the request that happened to open the recommender.
        Activity.Current = null;
        TimeSpan pause = Pause;
        long next = 0;
        using PeriodicTimer timer = new(Pause);
        try
        {
            while (await timer.WaitForNextTickAsync(_closing.Token).ConfigureAwait(false))
            {
                if (Environment.TickCount64 >= next && isDue())
                {
                    bool isDone = await TriedAsync(work).ConfigureAwait(false);
                    pause = isDone ? Pause : Longer(pause);
                    next = Environment.TickCount64 + (long)pause.TotalMilliseconds;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The recommender is being closed.
        }
    }

    private bool IsCheckpointDue() => _store is { } store && (store.LogEvents >= _options.CheckpointAfter || _erasures.IsDue);

    private static TimeSpan Longer(TimeSpan pause) => pause * 2 < LongestPause ? pause * 2 : LongestPause;

    // Health tells what failed. The application's schema or central model may throw an OperationCanceledException too, such as a timeout.
    private async Task<bool> TriedAsync(Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
            return true;
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !_closing.IsCancellationRequested)
        {
            return false;
        }
    }
}
