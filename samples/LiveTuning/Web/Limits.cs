using System.Globalization;
using System.Threading.RateLimiting;

namespace LiveTuning.Web;

/// <summary>How much one visitor may ask for.</summary>
internal static class Limits
{
    public const string Policy = "visitor";

    /// <summary>The setting for how many requests a visitor has in <see cref="Window"/>.</summary>
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
                $"--{Setting} is a number of requests in {Window.TotalSeconds} seconds, 1 or more, not '{text}'.");
        }

        services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.OnRejected = (context, _) =>
            {
                context.HttpContext.Response.Headers.RetryAfter = Window.TotalSeconds.ToString(CultureInfo.InvariantCulture);
                return ValueTask.CompletedTask;
            };

            // Whoever throws the cookie away at each request is counted by address, and does not get a new share each time.
            options.AddPolicy(Policy, http => RateLimitPartition.GetFixedWindowLimiter(
                VisitorCookie.IsKnown(http) ? $"visitor {VisitorCookie.KeyOf(http)}" : $"address {http.Connection.RemoteIpAddress}",
                _ => new FixedWindowRateLimiterOptions { PermitLimit = requests, Window = Window }));
        });
    }
}
