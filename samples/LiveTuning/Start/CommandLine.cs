using System.Globalization;
using System.Net;

namespace LiveTuning.Start;

/// <summary>Reads the command line.</summary>
internal static class CommandLine
{
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
                                semicolons; default those of this machine
          --log on|off          write logs as JSON to the error output; default off
          --help                print this text


        """;

    /// <summary>Whether the command line asks for <see cref="Help"/>.</summary>
    public static bool AsksForHelp(IReadOnlyList<string> arguments) =>
        arguments.Any(argument => argument is "--help" or "-h" or "-?" or "/?");

    /// <summary>Reads the options, each as <c>--name value</c> or <c>--name=value</c>.</summary>
    /// <exception cref="CommandLineException">An option is unknown or occurs twice, or a value is missing or wrong.</exception>
    public static Settings Read(IReadOnlyList<string> arguments)
    {
        Settings settings = new();
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < arguments.Count; i++)
        {
            string[] parts = arguments[i].Split('=', 2);
            string name = parts[0];
            if (!seen.Add(name))
            {
                throw new CommandLineException($"{name} is given twice.");
            }

            Func<string, Settings> set = Option(name, settings)
                ?? throw new CommandLineException($"There is no option '{name}'.");
            if (parts.Length == 1 && (++i == arguments.Count || arguments[i].StartsWith("--", StringComparison.Ordinal)))
            {
                throw new CommandLineException($"{name} needs a value.");
            }

            settings = set(parts.Length == 2 ? parts[1] : arguments[i]);
        }

        return settings;
    }

    private static Func<string, Settings>? Option(string name, Settings settings) =>
        name.ToUpperInvariant() switch
        {
            "--URLS" => value => settings with { Urls = Addresses(value) },
            "--DATA" => value => settings with { Data = Text(name, value) },
            "--STATE" => value => settings with { State = Text(name, value) },
            "--RATE-LIMIT" => value => settings with { RateLimit = Number(name, value) },
            "--VISITORS" => value => settings with { Visitors = Number(name, value) },
            "--NEWCOMERS" => value => settings with { Newcomers = Number(name, value) },
            "--PROXY" => value => settings with { Proxy = Address(name, value) },
            "--ALLOWED-HOSTS" or "--ALLOWEDHOSTS" => value => settings with { AllowedHosts = Text(name, value) },
            "--LOG" => value => settings with { Logs = IsOn(name, value) },
            _ => null,
        };

    private static string Text(string name, string value) =>
        value.Length > 0 ? value : throw new CommandLineException($"{name} needs a value.");

    private static int Number(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number
            : throw new CommandLineException($"{name} must be a whole number, 1 or more, not '{value}'.");

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

    // A host name such as * or + is Kestrel's own, and no valid URI.
    private static string Addresses(string value)
    {
        foreach (string url in value.Split(';'))
        {
            string tried = url.Replace("//*", "//any", StringComparison.Ordinal).Replace("//+", "//any", StringComparison.Ordinal);
            if (!Uri.TryCreate(tried, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https"))
            {
                throw new CommandLineException($"--urls must be addresses such as http://127.0.0.1:5080, not '{url}'.");
            }
        }

        return value;
    }
}
