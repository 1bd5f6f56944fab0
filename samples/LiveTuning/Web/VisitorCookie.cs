using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace LiveTuning.Web;

/// <summary>
/// Tells visitors apart by a random key in a cookie that is signed and encrypted, so that nobody can guess or make that of another.
/// </summary>
internal sealed class VisitorCookie(IDataProtectionProvider protection) : IMiddleware
{
    public const string Name = "visitor";

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);
    private readonly IDataProtector _protector = protection.CreateProtector("visitor");

    /// <summary>The key of the visitor who is asking.</summary>
    public static Guid KeyOf(HttpContext http) => (Guid)http.Items[Name]!;

    /// <summary>Takes the cookie back; the visitor comes as a new one next time.</summary>
    public static void Clear(HttpContext http) => http.Response.Cookies.Delete(Name);

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!TryRead(context.Request.Cookies[Name], out Guid key))
        {
            key = Guid.NewGuid();
            context.Response.Cookies.Append(Name, _protector.Protect(key.ToString("N")), new CookieOptions
            {
                HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps, MaxAge = Lifetime, IsEssential = true,
            });
        }

        context.Items[Name] = key;
        return next(context);
    }

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
}
