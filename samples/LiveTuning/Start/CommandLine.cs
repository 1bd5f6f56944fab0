using System.Globalization;
using System.Net;
using WeightlessNet.Samples;

namespace LiveTuning.Start;

/// <summary>Reads the command line.</summary>
internal static class CommandLine
{
    // Of requests and visitors: an address may make several times as many requests as a visitor.
    private const int Most = 1_000_000;

    /// <summary>The text of <c>--help</c>, in lines of at most 80 characters.</summary>
    public const string Help = """
        A live page where a person tunes their own recommender.

        dotnet run --project samples/LiveTuning -- [OPTION VALUE]...

          --urls URL            where to listen; default http://127.0.0.1:5080
          --data DIR            films and ratings of MovieLens or The Movies Dataset;
                                default made-up ones
          --state DIR           where visitors are stored; default the account's
                                folder for application data
          --rate-limit N        requests that a visitor may make in 10 seconds;
                                default 400
          --visitors N          visitors that are kept; beyond that, those who were
                                here least recently are forgotten; default 10000
          --newcomers N         new visitors that are kept in an hour for one
                                address; default 60
          --proxy ADDRESS       the reverse proxy whose X-Forwarded-For and
                                X-Forwarded-Proto headers are trusted; default none
          --allowed-hosts NAMES host names that the server answers to, separated by
                                semicolons; default localhost, 127.0.0.1, [::1] and
                                those of --urls
          --log on|off          write logs as JSON to the error output; default off
          --help                print this text


        """;

    /// <summary>Reads the options.</summary>
    /// <exception cref="CommandLineException">An option is unknown or occurs twice, or a value is missing or wrong.</exception>
    public static Settings Read(IReadOnlyList<string> arguments)
    {
        Settings settings = new();
        foreach ((string name, string value) in WebOptions.Read(arguments, name => Option(name, settings) is not null))
        {
            settings = Option(name, settings)!(value);
        }

        return settings;
    }

    private static Func<string, Settings>? Option(string name, Settings settings) =>
        name.ToUpperInvariant() switch
        {
            "--URLS" => value => settings with { Urls = WebOptions.Addresses(value, "http://127.0.0.1:5080") },
            "--DATA" => value => settings with { Data = WebOptions.Text(name, value) },
            "--STATE" => value => settings with { State = WebOptions.Text(name, value) },
            "--RATE-LIMIT" => value => settings with { RateLimit = Number(name, value) },
            "--VISITORS" => value => settings with { Visitors = Number(name, value) },
            "--NEWCOMERS" => value => settings with { Newcomers = Number(name, value) },
            "--PROXY" => value => settings with { Proxy = Address(name, value) },
            "--ALLOWED-HOSTS" or "--ALLOWEDHOSTS" => value => settings with { AllowedHosts = WebOptions.Text(name, value) },
            "--LOG" => value => settings with { Logs = IsOn(name, value) },
            _ => null,
        };

    private static int Number(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is > 0 and <= Most
            ? number
            : throw new CommandLineException(
                string.Create(CultureInfo.InvariantCulture, $"{name} must be a whole number from 1 to {Most}, not '{value}'."));

    private static IPAddress Address(string name, string value) =>
        IPAddress.TryParse(value, out IPAddress? address)
            ? address
            : throw new CommandLineException($"{name} must be an IP address, such as 10.0.0.2, not '{value}'.");

    private static bool IsOn(string name, string value) => value switch
    {
        "on" => true,
        "off" => false,
        _ => throw new CommandLineException($"{name} must be on or off, not '{value}'."),
    };
}
