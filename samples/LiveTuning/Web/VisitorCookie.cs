using System.Security.Cryptography;
using LiveTuning.Audience;
using Microsoft.AspNetCore.DataProtection;

namespace LiveTuning.Web;

/// <summary>
/// Identifies visitors by a random key in a signed and encrypted cookie, so that nobody can guess or forge the key of another visitor. The
/// token that a change needs is the same key, signed for another purpose: it fits no other cookie.
/// </summary>
internal sealed class VisitorCookie
{
    /// <summary>The header of the token.</summary>
    public const string TokenHeader = "X-CSRF-TOKEN";

    private const string Plain = "visitor";

    // A browser takes a cookie of this name only over TLS, and from no other host of the same domain.
    private const string Secure = "__Host-visitor";
    private const int LongestText = 512;

    private readonly IDataProtector _cookies;
    private readonly IDataProtector _tokens;

    public VisitorCookie(IDataProtectionProvider protection)
    {
        _cookies = protection.CreateProtector("visitor");
        _tokens = protection.CreateProtector("token");
    }

    /// <summary>How long a browser keeps the cookie after the last visit.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromDays(365);

    /// <summary>Who makes a request. Without a valid cookie the key is empty.</summary>
    public Guest GuestOf(HttpContext http)
    {
        if (http.Items[Plain] is not Guest guest)
        {
            guest = new Guest(KeyIn(_cookies, http.Request.Cookies[NameFor(http)]) ?? "", Addresses.Of(http));
            http.Items[Plain] = guest;
        }

        return guest;
    }

    /// <summary>Gives a new visitor a cookie, and lets that of a known one last longer.</summary>
    /// <returns>The token that changes of this visitor need.</returns>
    public string SignIn(HttpContext http)
    {
        Guest guest = GuestOf(http);
        if (guest.Key.Length == 0)
        {
            guest = guest with { Key = new Guid(RandomNumberGenerator.GetBytes(16)).ToString("N") };
            http.Items[Plain] = guest;
        }

        http.Response.Cookies.Append(NameFor(http), _cookies.Protect(guest.Key), Options(http, Lifetime));
        return _tokens.Protect(guest.Key);
    }

    /// <summary>Deletes the cookie; the visitor is a new one next time.</summary>
    public static void Clear(HttpContext http) => http.Response.Cookies.Delete(NameFor(http), Options(http, TimeSpan.Zero));

    /// <summary>Whether a request has the token of its own visitor.</summary>
    public bool HasToken(HttpContext http)
    {
        string key = GuestOf(http).Key;
        return key.Length > 0 && KeyIn(_tokens, http.Request.Headers[TokenHeader]) == key;
    }

    private static string NameFor(HttpContext http) => http.Request.IsHttps ? Secure : Plain;

    private static CookieOptions Options(HttpContext http, TimeSpan lifetime) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = http.Request.IsHttps,
        MaxAge = lifetime,
        IsEssential = true,
    };

    private static string? KeyIn(IDataProtector protector, string? text)
    {
        if (string.IsNullOrEmpty(text) || text.Length > LongestText)
        {
            return null;
        }

        try
        {
            string key = protector.Unprotect(text);
            return Guid.TryParseExact(key, "N", out _) ? key : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
