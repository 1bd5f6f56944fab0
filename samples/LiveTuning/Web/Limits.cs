using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace LiveTuning.Web;

/// <summary>How much one visitor may ask for.</summary>
internal static class Limits
{
    public const string Policy = "visitor";
    public const int LargestRequestBytes = 4096;

    private const int RequestsPerWindow = 400;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    public static void Configure(RateLimiterOptions options)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.AddPolicy(Policy, http => RateLimitPartition.GetFixedWindowLimiter(
            VisitorCookie.KeyOf(http), _ => new FixedWindowRateLimiterOptions { PermitLimit = RequestsPerWindow, Window = Window }));
    }
}
