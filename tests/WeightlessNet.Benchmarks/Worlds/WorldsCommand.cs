using System.Globalization;
using WeightlessNet.Benchmarks.Worlds.Shop;
using WeightlessNet.Benchmarks.Worlds.Statistics;

namespace WeightlessNet.Benchmarks.Worlds;

/// <summary>The command "worlds": what to evaluate on which data.</summary>
internal sealed class WorldsCommand
{
    private const string Usage = """
        worlds ratings|rankings|amounts|decay|prequential|cold --data DIR [--sets NAME,...] [--seeds N] [--models NAME,...]
        worlds lists --data DIR [--sets NAME,...] [--seeds N] [--out DIR]
        worlds statistics --data DIR [--sets NAME,...]
        worlds shop [--seeds N] [--models NAME,...]
        worlds context --data DIR [--seeds N]

        Without --sets, all data sets that suit the study. N is 5 unless given; above 1, "ratings" adds 5 folds of ml-latest-small.
        """;

    private readonly Dictionary<string, string> _options = [];

    private WorldsCommand(ReadOnlySpan<string> options)
    {
        string[] known = ["--data", "--sets", "--seeds", "--models", "--out"];
        for (int i = 0; i < options.Length; i += 2)
        {
            if (!known.Contains(options[i]) || i + 1 == options.Length)
            {
                throw new ArgumentException($"'{options[i]}' is not an option, or has no value.\n{Usage}");
            }

            _options[options[i]] = options[i + 1];
        }

        Seeds = ulong.Parse(_options.GetValueOrDefault("--seeds", "5"), CultureInfo.InvariantCulture);
    }

    /// <summary>How many seeds to run, from 1.</summary>
    public ulong Seeds { get; }

    /// <summary>Where to draw plots; null for none.</summary>
    public string? Folder => _options.GetValueOrDefault("--out");

    /// <summary>Runs the command and prints its tables.</summary>
    /// <param name="args">The arguments after "worlds".</param>
    /// <returns>The exit code.</returns>
    public static int Run(ReadOnlySpan<string> args)
    {
        try
        {
            string study = args.IsEmpty ? "" : args[0];
            WorldsCommand command = new(args.IsEmpty ? [] : args[1..]);
            if (study == "shop")
            {
                Console.WriteLine(new ShopStudy(command).Run());
                return 0;
            }

            if (study == "context")
            {
                Console.WriteLine(ContextStudy.Run(command.Data, command.Seeds));
                return 0;
            }

            if (study == "statistics")
            {
                Console.WriteLine(StatisticsStudy.Run(command.ChosenSets().Select(command.Load)));
                return 0;
            }

            command.RunOnWorlds(study switch
            {
                "ratings" => new RatingStudy(command),
                "rankings" => new RankingStudy(command),
                "amounts" => new AmountStudy(command),
                "decay" => new DecayStudy(command),
                "prequential" => new PrequentialStudy(command),
                "cold" => new ColdStudy(command),
                "lists" => new ListStudy(command),
                _ => throw new ArgumentException(Usage),
            });
            return 0;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }
    }

    /// <summary>Whether a model is to run: it is named, or none is.</summary>
    public bool Chooses(string model) => !_options.TryGetValue("--models", out string? names)
        || names.Split(',').Contains(model, StringComparer.OrdinalIgnoreCase);

    /// <summary>The models that are to run.</summary>
    public IReadOnlyList<WorldModel> Chosen(IReadOnlyList<WorldModel> models) => [.. models.Where(model => Chooses(model.Name))];

    /// <summary>Whether the random folds of the published figures are run as well.</summary>
    public bool WithFolds(World world) => world.Name == "ml-latest-small" && Seeds > 1;

    /// <summary>Writes the latest figures to the error output, to show how far the work is.</summary>
    public static void Note(string what, IEnumerable<SeedFigures> figures) => Console.Error.WriteLine(
        $"{what}: {string.Join(", ", figures.Select(model => FormattableString.Invariant($"{model.Name} {model.BySeed[^1]:F4}")))}");

    private void RunOnWorlds(IStudy study)
    {
        foreach (string set in ChosenSets())
        {
            World world = Load(set);
            if (study.Suits(world) || _options.ContainsKey("--sets"))
            {
                Console.WriteLine($"### {world}\n");
                Console.WriteLine(study.Run(world));
                Console.WriteLine();
            }
        }
    }

    private string[] ChosenSets()
    {
        string[] sets = _options.TryGetValue("--sets", out string? chosen) ? chosen.Split(',') : [.. WorldList.Names];
        return sets.Except(WorldList.Names).FirstOrDefault() is { } unknown
            ? throw new ArgumentException($"There is no set '{unknown}'. There are: {string.Join(", ", WorldList.Names)}.")
            : sets;
    }

    private string Data => _options.GetValueOrDefault("--data") ?? throw new ArgumentException(Usage);

    private World Load(string set) => WorldList.Load(set, Data);
}
