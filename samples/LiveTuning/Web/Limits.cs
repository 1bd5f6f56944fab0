using System.Globalization;
using System.Threading.RateLimiting;

namespace LiveTuning.Web;

/// <summary>Limits on the requests of a visitor.</summary>
internal static class Limits
{
    public const string Policy = "visitor";

    /// <summary>The setting for the number of requests that a visitor may make in <see cref="Window"/>.</summary>
    public const string Setting = "rate-limit";

    public const int LargestRequestBytes = 4096;

    private const int DefaultRequests = 400;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    /// <exception cref="InvalidDataException">The setting is not a number of requests.</exception>
    public static void AddLimits(this IServiceCollection services, IConfiguration configuration)
    {
        int requests = DefaultRequests;
        if (configuration[Setting] is { } text
            && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out requests) || requests == 0))
        {
            throw new InvalidDataException(
                $"--{Setting} must be a number of requests in {Window.TotalSeconds} seconds, 1 or more, not '{text}'.");
        }

        services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.OnRejected = (context, _) =>
            {
                context.HttpContext.Response.Headers.RetryAfter = Window.TotalSeconds.ToString(CultureInfo.InvariantCulture);
                return ValueTask.CompletedTask;
            };

            // Requests without a cookie are counted by address, so dropping the cookie gives no new quota.
            options.AddPolicy(Policy, http => RateLimitPartition.GetFixedWindowLimiter(
                VisitorCookie.IsKnown(http) ? $"visitor {VisitorCookie.KeyOf(http)}" : $"address {http.Connection.RemoteIpAddress}",
                _ => new FixedWindowRateLimiterOptions { PermitLimit = requests, Window = Window }));
        });
    }
}
