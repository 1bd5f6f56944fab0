namespace ClusterSample;

/// <summary>How long calls took.</summary>
internal sealed class Latencies
{
    private readonly Lock _lock = new();
    private readonly List<double> _all = [];
    private int _told;

    public void Add(TimeSpan time)
    {
        lock (_lock)
        {
            _all.Add(time.TotalMilliseconds);
        }
    }

    /// <summary>The number of calls and their quantiles in milliseconds, of those since the last time.</summary>
    public (int Count, double Median, double P99) TakeNew()
    {
        lock (_lock)
        {
            double[] latest = [.. _all.Skip(_told).Order()];
            _told = _all.Count;
            return Of(latest);
        }
    }

    /// <summary>The number of all calls and their quantiles in milliseconds.</summary>
    public (int Count, double Median, double P99) All()
    {
        lock (_lock)
        {
            return Of([.. _all.Order()]);
        }
    }

    private static (int Count, double Median, double P99) Of(double[] sorted) => sorted.Length == 0
        ? default
        : (sorted.Length, sorted[sorted.Length / 2], sorted[(int)(sorted.Length * 0.99)]);
}
