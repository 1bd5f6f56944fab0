using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace LiveTuning.Web;

/// <summary>
/// Identifies visitors by a random key in a signed and encrypted cookie, so that nobody can guess or forge the key of another visitor.
/// </summary>
internal sealed class VisitorCookie(IDataProtectionProvider protection) : IMiddleware
{
    public const string Name = "visitor";

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);
    private readonly IDataProtector _protector = protection.CreateProtector("visitor");

    /// <summary>The key of the visitor who makes the request.</summary>
    public static Guid KeyOf(HttpContext http) => Of(http).Key;

    /// <summary>Whether the request came with a valid key.</summary>
    public static bool IsKnown(HttpContext http) => Of(http).IsKnown;

    /// <summary>Deletes the cookie; the visitor is a new one next time.</summary>
    public static void Clear(HttpContext http) => http.Response.Cookies.Delete(Name, Options(http, TimeSpan.Zero));

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        bool isKnown = TryRead(context.Request.Cookies[Name], out Guid key);
        if (!isKnown)
        {
            key = new Guid(RandomNumberGenerator.GetBytes(16));
            context.Response.Cookies.Append(Name, _protector.Protect(key.ToString("N")), Options(context, Lifetime));
        }

        context.Items[Name] = new Asking(key, isKnown);
        return next(context);
    }

    private static Asking Of(HttpContext http) => (Asking)http.Items[Name]!;

    private static CookieOptions Options(HttpContext http, TimeSpan lifetime) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = http.Request.IsHttps,
        MaxAge = lifetime,
        IsEssential = true,
    };

    private bool TryRead(string? cookie, out Guid key)
    {
        key = default;
        if (string.IsNullOrEmpty(cookie))
        {
            return false;
        }

        try
        {
            return Guid.TryParseExact(_protector.Unprotect(cookie), "N", out key);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private sealed record Asking(Guid Key, bool IsKnown);
}
