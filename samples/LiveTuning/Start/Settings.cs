using System.Net;

namespace LiveTuning.Start;

/// <summary>What the command line can set. Immutable.</summary>
internal sealed record Settings
{
    /// <summary>Where to listen; several addresses are separated by semicolons.</summary>
    public string Urls { get; init; } = "http://127.0.0.1:5080";

    /// <summary>The folder of films and ratings; null for made-up ones.</summary>
    public string? Data { get; init; }

    /// <summary>The folder where visitors are stored; null for the account's folder for application data.</summary>
    public string? State { get; init; }

    /// <summary>The number of requests that a visitor may make in 10 seconds.</summary>
    public int RateLimit { get; init; } = 400;

    /// <summary>The number of visitors that are kept.</summary>
    public int Visitors { get; init; } = 10_000;

    /// <summary>The number of new visitors that are kept in an hour for one address.</summary>
    public int Newcomers { get; init; } = 60;

    /// <summary>
    /// The host names that the server answers to, separated by semicolons; null for those of this machine and of <see cref="Urls"/>.
    /// </summary>
    public string? AllowedHosts { get; init; }

    /// <summary>The proxy whose forwarded headers are trusted; null for none.</summary>
    public IPAddress? Proxy { get; init; }

    /// <summary>Whether logs are written.</summary>
    public bool Logs { get; init; }
}
