using System.CommandLine;

namespace ClusterSample;

/// <summary>The options of the program.</summary>
internal sealed class CommandLine
{
    private const string Yes = "true";
    private const string No = "false";

    private static readonly string[] Stores = ["sqlite", "postgres", "redis"];

    private readonly Option<int?> _silos = Number("--silos", 1, 9, 3, "Processes with grains, 1 to 9.");
    private readonly Option<int?> _seconds = Number("--seconds", 1, 86_400, 20, "How long the load lasts.");
    private readonly Option<int?> _visitors = Number("--visitors", 1, 10_000, 32, "Visitors, each with one call at a time.");
    private readonly Option<int?> _users = Number("--users", 0, 100_000_000, 2_000, "Users that are stored before the load.");
    private readonly Option<int?> _ratings = Number("--ratings", 1, 10_000, 20, "Ratings of each of them.");

    private readonly Option<int?> _asked = Number(
        "--ask", 0, 100_000_000, 0, "How many of them are asked, each once, after the load.");

    private readonly Option<int?> _films = Number("--films", 50, 1_000_000, 1_000, "Items of the catalog.");

    private readonly Option<string?> _store = new("--store")
    {
        HelpName = "sqlite|postgres|redis",
        Description = "Where users are stored.",
        DefaultValueFactory = _ => Stores[0],
    };

    private readonly Option<string?> _place = new("--place")
    {
        HelpName = "PLACE",
        Description = "The file of SQLite, or how to connect to the server: 'Host=localhost;Username=me' for PostgreSQL, "
            + "localhost:6379 for Redis. Without it, a new file of SQLite in a temporary folder.",
    };

    private readonly Option<string?> _kill = new("--kill")
    {
        HelpName = "true|false",
        Description = "Whether a silo is killed in the middle, and started again. It is, unless there is only one.",
    };

    private readonly Option<bool> _restart = new("--restart")
    {
        Description = "Ends and starts the silos in turn instead, all but the first.",
    };

    private readonly Option<int?> _port = Number(
        "--port", 1024, ushort.MaxValue - ClusterSettings.Ports + 1, 11111, "The first of 20 ports.");

    private readonly Option<int?> _silo = new("--silo")
    {
        CustomParser = SampleProgram.WholeNumber(0, 8),
        Description = "For the processes that this program starts.",
        Hidden = true,
    };

    private readonly RootCommand _root;

    public CommandLine()
    {
        SampleProgram.RequireText(_place, "a file or how to connect to a server");
        _root = new RootCommand("Starts a cluster on this machine, asks it, kills a silo, and checks that nothing is lost.")
        {
            _silos, _seconds, _visitors, _users, _ratings, _asked, _films, _store, _place, _kill, _restart, _port, _silo,
        };
        _root.SetAction(ExitCodeOfAsync);
    }

    /// <summary>Runs what the arguments ask for.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public Task<int> RunAsync(string[] arguments) => SampleProgram.RunAsync(_root, arguments);

    private static Option<int?> Number(string name, int minimum, int maximum, int value, string description) => new(name)
    {
        HelpName = "N",
        CustomParser = SampleProgram.WholeNumber(minimum, maximum),
        Description = description,
        DefaultValueFactory = _ => value,
    };

    private Task<int> ExitCodeOfAsync(ParseResult parsed, CancellationToken cancellation)
    {
        ClusterSettings settings = SettingsOf(parsed);
        if (parsed.GetValue(_silo) is int silo)
        {
            return SampleProgram.ExitCodeOfAsync(() => SiloHost.RunAsync(settings, silo, cancellation), cancellation);
        }

        return ProblemOf(parsed, settings) is { } problem
            ? Task.FromResult(SampleProgram.Refuse(_root, problem))
            : SampleProgram.ExitCodeOfAsync(() => ClusterRun.RunAsync(settings, cancellation), cancellation);
    }

    private string? ProblemOf(ParseResult parsed, ClusterSettings settings) => settings switch
    {
        _ when !Stores.Contains(settings.Store) => $"--store is {Stores[0]}, {Stores[1]} or {Stores[2]}, not '{settings.Store}'.",
        { Store: not "sqlite", Place: null } => $"--store {settings.Store} needs --place: how to connect to the server.",
        _ when settings.Asked > settings.Users => $"--ask is at most {settings.Users}, the number of --users, not {settings.Asked}.",
        _ when settings.Ratings > settings.MostRatings =>
            $"--ratings is at most {settings.MostRatings} with {settings.Films} --films: a list of ten needs unrated ones.",
        _ when parsed.GetValue(_kill) is not (null or Yes or No) => $"--kill is true or false, not '{parsed.GetValue(_kill)}'.",
        _ when parsed.GetValue(_restart) && parsed.GetValue(_kill) == Yes => "--restart and --kill true exclude each other.",
        { Silos: 1, Disturbance: not Disturbance.None } => "One silo alone is neither killed nor restarted: --silos must be 2 or more.",
        { Disturbance: Disturbance.Restart } when OperatingSystem.IsWindows() =>
            "--restart asks processes to end by a signal, which Windows does not have.",
        _ => null,
    };

    private ClusterSettings SettingsOf(ParseResult parsed)
    {
        int silos = parsed.GetValue(_silos) ?? 1;
        return new ClusterSettings(
            silos,
            TimeSpan.FromSeconds(parsed.GetValue(_seconds) ?? 1),
            parsed.GetValue(_visitors) ?? 1,
            parsed.GetValue(_users) ?? 0,
            parsed.GetValue(_ratings) ?? 1,
            parsed.GetValue(_asked) ?? 0,
            parsed.GetValue(_films) ?? 0,
            parsed.GetValue(_store)!,
            parsed.GetValue(_place),
            parsed.GetValue(_restart) ? Disturbance.Restart
                : (parsed.GetValue(_kill) ?? (silos > 1 ? Yes : No)) == Yes ? Disturbance.Kill
                : Disturbance.None,
            parsed.GetValue(_port) ?? 0);
    }
}
