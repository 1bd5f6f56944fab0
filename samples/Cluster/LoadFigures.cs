using Orleans.Runtime;
using WeightlessNet.Orleans.Grains;

namespace ClusterSample;

/// <summary>What all visitors have measured.</summary>
internal sealed class LoadFigures
{
    private int _repeated;

    public Latencies Ratings { get; } = new();

    public Latencies Lists { get; } = new();

    /// <summary>How many calls failed and were repeated.</summary>
    public int Repeated => Volatile.Read(ref _repeated);

    /// <summary>Whether a call that failed like this may be repeated with success: a silo ended, or somebody else was faster.</summary>
    public static bool MayPass(Exception failure) =>
        failure is TimeoutException or IOException or OrleansException or UserConflictException;

    /// <summary>Repeats a call until it has an answer, and counts the repetitions.</summary>
    /// <param name="call">The call; one that changes something has an operation id, and is applied once.</param>
    /// <param name="stop">Stops the program.</param>
    public async Task<T> UntilAnsweredAsync<T>(Func<Task<T>> call, CancellationToken stop)
    {
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                return await call().WaitAsync(stop);
            }
            catch (Exception failure) when (MayPass(failure))
            {
                Interlocked.Increment(ref _repeated);
                await Task.Delay(50, stop);
            }
        }
    }
}
