using System.Threading.RateLimiting;
using LiveTuning.Start;

namespace LiveTuning.Web;

/// <summary>Limits how many new visitors one address may bring in an hour, so that nobody can push all others out.</summary>
internal sealed class Newcomers(Settings settings) : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private readonly PartitionedRateLimiter<string> _byAddress = PartitionedRateLimiter.Create<string, string>(
        address => RateLimitPartition.GetFixedWindowLimiter(
            address, _ => new FixedWindowRateLimiterOptions { PermitLimit = settings.Newcomers, Window = Window }));

    /// <summary>Counts a new visitor.</summary>
    /// <returns>Whether there is room for one more of this address.</returns>
    public bool TryEnter(string address)
    {
        using RateLimitLease lease = _byAddress.AttemptAcquire(address);
        return lease.IsAcquired;
    }

    public void Dispose() => _byAddress.Dispose();
}
