namespace ClusterSample;

/// <summary>What all visitors have measured.</summary>
internal sealed class LoadFigures
{
    private int _repeated;

    public Latencies Ratings { get; } = new();

    public Latencies Lists { get; } = new();

    /// <summary>How many calls failed and were repeated.</summary>
    public int Repeated => Volatile.Read(ref _repeated);

    public void Repeat() => Interlocked.Increment(ref _repeated);
}
