using System.CommandLine;
using System.CommandLine.Parsing;
using WeightlessNet.Datasets;

namespace MovieLensSample;

/// <summary>The options of the program.</summary>
internal sealed class CommandLine
{
    private const int MostUsers = 1_000_000;

    private static readonly string[] Joins = ["links", "as-is"];

    private readonly Option<string?> _data = new("--data")
    {
        HelpName = "DIR",
        Description = "Folder of a MovieLens dataset (ml-latest, ml-latest-small, ml-1m, ml-100k) or of The Movies Dataset. "
            + "Without it, a synthetic world is generated.",
    };

    private readonly Option<string?> _join = new("--join")
    {
        HelpName = "links|as-is",
        Description = "How to find a film's metadata in The Movies Dataset: through its links file (the default), or by taking the "
            + "MovieLens id for a TMDB id, which is wrong but what the code of arXiv 2511.05499 does.",
    };

    private readonly Option<bool> _download = new("--download")
    {
        Description = "Fetch ml-latest-small (1 MB) from GroupLens, once, into your cache folder or into --data DIR, and use it.",
    };

    private readonly Option<string[]> _protocol = new("--protocol")
    {
        HelpName = "NAME,...",
        CustomParser = NamesIn,
        Description = "One or several, separated by commas or spaces, or all. kfold: random folds, RMSE. prequential: each rating, in "
            + "order of time, is predicted, then learned. paper: accuracy within two half stars after few reviews, as in arXiv 2511.05499, "
            + "with the paper's state machine, which sees the paper's 26 bits of The Movies Dataset; in other data it sees what "
            + "all systems see. ranking: the first ten of "
            + "all films that the user has not rated. cold-start: RMSE when 1, 2, 5 ... ratings of a user are known. taste-change: RMSE "
            + "before and after users start to like what they disliked. holdout: RMSE of each user's last rating and of the latest fifth "
            + "of all. activity: RMSE by how many ratings of the user there are.",
        DefaultValueFactory = _ => ["all"],
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string[]> _systems = new("--systems")
    {
        HelpName = "WORD,...",
        CustomParser = NamesIn,
        Description = "Only the systems whose names contain one of these words, and the plain baselines of each protocol: "
            + "--systems weightless,hybrid.",
        DefaultValueFactory = _ => [],
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<ulong?> _seed = new("--seed")
    {
        HelpName = "N",
        CustomParser = SampleProgram.WholeNumber(0UL, ulong.MaxValue),
        Description = "Seed of the synthetic world and of all random choices. Equal seeds give equal figures.",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<int?> _users = new("--users")
    {
        HelpName = "N",
        CustomParser = SampleProgram.WholeNumber(1, MostUsers),
        Description = "Number of users of the synthetic world, or to draw from the data (default: all).",
    };

    private readonly Option<int?> _folds = new("--folds")
    {
        HelpName = "N",
        CustomParser = SampleProgram.WholeNumber(2, 100),
        Description = "Folds of the kfold protocol, 2 to 100 (default: 5, and 3 in the synthetic world).",
    };

    private readonly Option<int?> _repetitions = new("--repetitions")
    {
        HelpName = "N",
        CustomParser = SampleProgram.WholeNumber(1, 1000),
        Description = "How often the paper protocol draws new users and reviews, 1 to 1000 (default: 5, and 3 in the synthetic world).",
    };

    private readonly Option<string?> _out = new("--out")
    {
        HelpName = "DIR",
        Description = "Write the results to this folder as CSV, JSON and PNG plots; files of the same names are replaced.",
    };

    private readonly RootCommand _root;

    public CommandLine()
    {
        RequireKnown(_protocol, ProtocolNames.All.Contains, "protocol", ProtocolNames.All);
        RequireKnown(
            _systems, text => ComparedSystems.Names.Any(name => ComparedSystems.IsMeant(text, name)), "system", ComparedSystems.Names);
        SampleProgram.RequireText(_data);
        SampleProgram.RequireText(_out);
        _root = new RootCommand(
            "Compares a personal weightless network, a weighted network per user, matrix factorization and plain baselines on film "
            + "ratings, and explains a recommendation.")
        {
            _data, _join, _download, _protocol, _systems, _seed, _users, _folds, _repetitions, _out,
        };
        _root.Validators.Add(result =>
        {
            if (result.GetResult(_join) is not { Implicit: false, Tokens: [Token join] })
            {
                return;
            }

            if (!Joins.Contains(join.Value))
            {
                result.AddError($"--join is {string.Join(" or ", Joins)}, not '{join.Value}'.");
            }
            else if (result.GetResult(_data) is null)
            {
                result.AddError($"--join {join.Value} needs the --data folder of The Movies Dataset.");
            }
            else if (result.GetResult(_download) is { Implicit: false })
            {
                result.AddError("--join is for The Movies Dataset, and --download fetches MovieLens.");
            }
        });
        _root.SetAction((parsed, cancellation) => SampleProgram.ExitCodeOfAsync(
            () => new ComparisonRun(SettingsOf(parsed)).RunAsync(cancellation), cancellation));
    }

    /// <summary>Runs what the arguments ask for.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public Task<int> RunAsync(string[] arguments) => SampleProgram.RunAsync(_root, arguments);

    private static string[] NamesIn(ArgumentResult result) =>
    [
        .. result.Tokens.SelectMany(
            token => token.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)),
    ];

    private static void RequireKnown(Option<string[]> option, Func<string, bool> isKnown, string kind, IEnumerable<string> all) =>
        option.Validators.Add(result =>
        {
            string[] names = result.GetValueOrDefault<string[]>() ?? [];
            if (names.Length == 0 && !result.Implicit)
            {
                result.AddError($"{option.Name} needs the name of a {kind}, not '{string.Join(' ', result.Tokens)}'.");
            }

            foreach (string name in names.Where(name => !isKnown(name)))
            {
                result.AddError($"There is no {kind} '{name}'. There are: {string.Join(", ", all)}.");
            }
        });

    private SampleSettings SettingsOf(ParseResult parsed) => new(
        parsed.GetValue(_data),
        parsed.GetValue(_join) switch
        {
            "links" => MetadataJoin.ThroughLinks,
            "as-is" => MetadataJoin.MovieIdAsTmdbId,
            _ => null,
        },
        parsed.GetValue(_download),
        ProtocolNames.Parse(parsed.GetValue(_protocol)!),
        parsed.GetValue(_systems)!,
        parsed.GetValue(_seed) ?? 1,
        parsed.GetValue(_users),
        parsed.GetValue(_folds),
        parsed.GetValue(_repetitions),
        parsed.GetValue(_out));
}
