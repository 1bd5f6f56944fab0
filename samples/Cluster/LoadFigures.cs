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

    public void Repeat() => Interlocked.Increment(ref _repeated);
}
