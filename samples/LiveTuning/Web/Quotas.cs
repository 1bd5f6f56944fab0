using System.Threading.RateLimiting;
using LiveTuning.Audience;
using LiveTuning.Start;

namespace LiveTuning.Web;

/// <summary>
/// How many requests are answered in <see cref="Window"/>: all requests of an address are counted, then those of each visitor that is
/// kept, or of all others at the address together. A new cookie therefore gives no new quota.
/// </summary>
internal sealed class Quotas : IDisposable
{
    // Several people may share an address.
    private const int VisitorsPerAddress = 10;

    // More at one address would wait longer than people do.
    private const int MostWaiting = 30;

    private readonly PartitionedRateLimiter<HttpContext> _ofAddresses;
    private readonly PartitionedRateLimiter<HttpContext> _ofVisitors;
    private readonly PartitionedRateLimiter<HttpContext> _expensive;
    private readonly int _requests;

    public Quotas(Settings settings, Visitors visitors, VisitorCookie cookie)
    {
        _requests = settings.RateLimit;
        _ofAddresses = PartitionedRateLimiter.Create<HttpContext, string>(
            http => Partition(Addresses.Of(http), settings.RateLimit * VisitorsPerAddress));
        _ofVisitors = PartitionedRateLimiter.Create<HttpContext, string>(http =>
        {
            if (!http.Request.Path.StartsWithSegments("/api"))
            {
                return RateLimitPartition.GetNoLimiter("");
            }

            Guest guest = cookie.GuestOf(http);
            return Partition(visitors.IsKnown(guest.Key) ? $"visitor {guest.Key}" : $"others {guest.Address}", settings.RateLimit);
        });

        _expensive = PartitionedRateLimiter.Create<HttpContext, string>(http => RateLimitPartition.GetConcurrencyLimiter(
            Addresses.Of(http), _ => new ConcurrencyLimiterOptions { PermitLimit = 1, QueueLimit = MostWaiting }));

        // In this order, so that no cookie is decrypted for an address that has used up its quota.
        OfRequests = PartitionedRateLimiter.CreateChained(_ofAddresses, _ofVisitors);
    }

    /// <summary>The time for which requests are counted.</summary>
    public static TimeSpan Window { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Counts each request once.</summary>
    public PartitionedRateLimiter<HttpContext> OfRequests { get; }

    /// <summary>
    /// Counts an expensive request as several more, but never as more than half of the quota, and waits for its turn: the expensive
    /// requests of one address are answered one at a time, so that those of other addresses never wait behind several of them.
    /// </summary>
    /// <returns>What to dispose after the answer; null if the quota has no room, or too many others of the address wait.</returns>
    public async ValueTask<IDisposable?> TryPayAsync(HttpContext http, int requests)
    {
        using (RateLimitLease paid = _ofVisitors.AttemptAcquire(http, Math.Min(requests, _requests / 2)))
        {
            if (!paid.IsAcquired)
            {
                return null;
            }
        }

        RateLimitLease turn = await _expensive.AcquireAsync(http, cancellationToken: http.RequestAborted);
        if (turn.IsAcquired)
        {
            return turn;
        }

        turn.Dispose();
        return null;
    }

    public void Dispose()
    {
        _expensive.Dispose();
        _ofVisitors.Dispose();
        _ofAddresses.Dispose();
    }

    private static RateLimitPartition<string> Partition(string name, int requests) => RateLimitPartition.GetFixedWindowLimiter(
        name, _ => new FixedWindowRateLimiterOptions { PermitLimit = requests, Window = Window });
}
