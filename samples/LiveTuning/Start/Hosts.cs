using Microsoft.AspNetCore.Connections;

namespace LiveTuning.Start;

/// <summary>The names by which browsers reach the server.</summary>
internal static class Hosts
{
    private const string OfThisMachine = "localhost;127.0.0.1;[::1]";
    private const string Loopback = "127.0.0.1";

    // What Kestrel takes for all addresses of the machine.
    private static readonly string[] All = ["*", "+", "0.0.0.0", "[::]"];

    /// <summary>The names of this machine, and those that the addresses have, separated by semicolons.</summary>
    /// <param name="urls">Where the server listens, separated by semicolons.</param>
    public static string Of(string urls) => string.Join(
        ';',
        OfThisMachine.Split(';').Concat(urls.Split(';').Select(url => BindingAddress.Parse(url).Host)).Except(All)
            .Distinct(StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether an address stands for all addresses of the machine.</summary>
    public static bool IsAll(string url) => All.Contains(BindingAddress.Parse(url).Host);

    /// <summary>An address to open on this machine.</summary>
    /// <param name="url">Where the server listens.</param>
    public static string ToOpen(string url)
    {
        var address = BindingAddress.Parse(url);
        return IsAll(url) ? $"{address.Scheme}://{Loopback}:{address.Port}" : url;
    }
}
