using System.Globalization;
using Microsoft.AspNetCore.RateLimiting;

namespace LiveTuning.Web;

/// <summary>Limits on requests. They stand before everything that hands out cookies or does work.</summary>
internal static class Limits
{
    public const int LargestRequestBytes = 4096;

    public static void AddLimits(this IServiceCollection services)
    {
        services.AddSingleton<Newcomers>();
        services.AddSingleton<Quotas>();
        services.AddRateLimiter(options => options.RejectionStatusCode = StatusCodes.Status429TooManyRequests);
        services.AddOptions<RateLimiterOptions>().Configure<Quotas>((options, quotas) =>
        {
            options.GlobalLimiter = quotas.OfRequests;
            options.OnRejected = (context, _) =>
            {
                SayWhenToRetry(context.HttpContext);
                return ValueTask.CompletedTask;
            };
        });
    }

    /// <summary>Says when a refused request may be tried again.</summary>
    public static void SayWhenToRetry(HttpContext http) =>
        http.Response.Headers.RetryAfter = Quotas.Window.TotalSeconds.ToString(CultureInfo.InvariantCulture);
}
