using System.CommandLine;
using WeightlessNet.Datasets;

namespace MovieLensSample;

/// <summary>The options of the program, and what becomes of its errors.</summary>
internal sealed class CommandLine
{
    private const int MostUsers = 1_000_000;

    private readonly Option<string?> _data = new("--data")
    {
        HelpName = "DIR",
        Description = "Folder of a MovieLens dataset (ml-latest, ml-latest-small, ml-1m, ml-100k) or of The Movies Dataset. "
            + "Without it a synthetic world is made.",
    };

    private readonly Option<string?> _join = new("--join")
    {
        HelpName = "links|as-is",
        Description = "How The Movies Dataset finds a film's metadata: through its links file (the default), or by taking the MovieLens id "
            + "for a TMDB id, which is wrong but what the code of arXiv 2511.05499 does.",
    };

    private readonly Option<bool> _download = new("--download")
    {
        Description = "Fetch ml-latest-small (1 MB) from GroupLens, once, into a cache folder of yours or into --data DIR, and use it.",
    };

    private readonly Option<string> _protocol = new("--protocol")
    {
        HelpName = "all|paper|kfold|prequential",
        Description = "kfold: random folds, RMSE. prequential: each rating in the order of time is predicted, then learned. "
            + "paper: accuracy within two half stars after few reviews, as in arXiv 2511.05499.",
        DefaultValueFactory = _ => "all",
    };

    private readonly Option<ulong> _seed = new("--seed")
    {
        HelpName = "N",
        Description = "Seed of the synthetic world and of everything that is drawn. Equal seeds give equal figures.",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<int?> _users = new("--users")
    {
        HelpName = "N",
        Description = "How many users the synthetic world has, or are drawn from the data (default: all).",
    };

    private readonly Option<int> _folds = new("--folds")
    {
        HelpName = "N",
        Description = "Folds of the kfold protocol, 2 to 100.",
        DefaultValueFactory = _ => 5,
    };

    private readonly Option<int> _repetitions = new("--repetitions")
    {
        HelpName = "N",
        Description = "How often the paper protocol draws users and reviews anew, 1 to 1000.",
        DefaultValueFactory = _ => 5,
    };

    private readonly Option<string?> _out = new("--out")
    {
        HelpName = "DIR",
        Description = "Write the results to this folder as CSV, JSON and PNG plots; files of the same names are replaced.",
    };

    private readonly RootCommand _root;

    public CommandLine()
    {
        _join.AcceptOnlyFromAmong("links", "as-is");
        _protocol.AcceptOnlyFromAmong("all", "paper", "kfold", "prequential");
        RequireBetween(_users, 1, MostUsers);
        RequireBetween(_folds, 2, 100);
        RequireBetween(_repetitions, 1, 1000);
        RequireText(_data);
        RequireText(_out);
        _root = new RootCommand(
            "Compares a personal weightless network, a weighted network per user and collaborative filtering on film ratings, "
            + "beside plain baselines, and explains a recommendation.")
        {
            _data, _join, _download, _protocol, _seed, _users, _folds, _repetitions, _out,
        };
        _root.Validators.Add(result =>
        {
            if (result.GetResult(_join) is { Implicit: false } && result.GetResult(_data) is null)
            {
                result.AddError("--join needs the --data folder of The Movies Dataset.");
            }
            else if (result.GetResult(_join) is { Implicit: false } && result.GetResult(_download) is { Implicit: false })
            {
                result.AddError("--join is for The Movies Dataset, and --download fetches MovieLens.");
            }
        });
        _root.SetAction((parsed, cancellation) => RunAsync(SettingsOf(parsed), cancellation));
    }

    /// <summary>Does what the arguments ask for.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync(string[] arguments)
    {
        ParseResult parsed = _root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (string message in parsed.Errors.Select(error => error.Message).Distinct())
            {
                await Console.Error.WriteLineAsync(message);
            }

            await Console.Error.WriteLineAsync();
            await _root.Parse("--help").InvokeAsync(new InvocationConfiguration { Output = Console.Error });
            return ExitCode.UsageError;
        }

        // Enough time for what runs to see the cancellation and to leave no half-written file.
        return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
    }

    private static async Task<int> RunAsync(SampleSettings settings, CancellationToken cancellation)
    {
        try
        {
            await new ComparisonRun(settings).RunAsync(cancellation);
            return ExitCode.Success;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return ExitCode.Interrupted;
        }
        catch (Exception exception) when (IsAboutData(exception))
        {
            string message = exception is OperationCanceledException ? "The download took too long." : exception.Message;
            await Console.Error.WriteLineAsync("Error: " + message.ReplaceLineEndings(" "));
            return ExitCode.DataError;
        }
    }

    private static bool IsAboutData(Exception exception) =>
        exception is IOException or InvalidDataException or UnauthorizedAccessException or OperationCanceledException;

    private static void RequireBetween<T>(Option<T> option, int minimum, int maximum) =>
        option.Validators.Add(result =>
        {
            if (result.Errors.Any() || result.Tokens.Count == 0)
            {
                return;
            }

            if (!int.TryParse(result.Tokens[0].Value, out int value) || value < minimum || value > maximum)
            {
                result.AddError($"{option.Name} is a whole number from {minimum} to {maximum}, not '{result.Tokens[0].Value}'.");
            }
        });

    private static void RequireText(Option<string?> option) =>
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && string.IsNullOrWhiteSpace(result.Tokens[0].Value))
            {
                result.AddError($"{option.Name} is the path of a folder, and not empty.");
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
        parsed.GetValue(_protocol) switch
        {
            "paper" => ProtocolChoice.Paper,
            "kfold" => ProtocolChoice.KFold,
            "prequential" => ProtocolChoice.Prequential,
            _ => ProtocolChoice.All,
        },
        parsed.GetValue(_seed),
        parsed.GetValue(_users),
        parsed.GetValue(_folds),
        parsed.GetValue(_repetitions),
        parsed.GetValue(_out));
}
