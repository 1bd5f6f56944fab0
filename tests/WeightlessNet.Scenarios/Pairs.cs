using System.Globalization;
using WeightlessNet.Scenarios.Traits;

namespace WeightlessNet.Scenarios;

/// <summary>The traits by name, and the pairs of them that are run.</summary>
internal static class Pairs
{
    private const string OldFiles = "old files";
    private const string FullDisk = "full disk";
    private const string ReadOnly = "read-only folder";
    private const string Events = "events";

    private static readonly string[] OfKeys = ["keys: text", "keys: guid", "keys: long", "keys: own struct"];

    // In the order in which they are prepared: a link leads to where the folder is then.
    private static readonly Dictionary<string, Func<ITrait>> Traits = new()
    {
        [OfKeys[0]] = () => new KeysTrait(KeyKind.Text),
        [OfKeys[1]] = () => new KeysTrait(KeyKind.Guid),
        [OfKeys[2]] = () => new KeysTrait(KeyKind.Long),
        [OfKeys[3]] = () => new KeysTrait(KeyKind.OwnStruct),
        [FullDisk] = () => new FullDiskTrait(),
        [ReadOnly] = () => new ReadOnlyTrait(),
        ["restart"] = () => new RestartTrait(),
        ["kill -9"] = () => new KillTrait(),
        ["growing catalog"] = () => new GrowingTrait(),
        ["changed item"] = () => new ChangedItemTrait(),
        ["removed item"] = () => new RemovedItemTrait(),
        ["forgetting"] = () => new ForgettingTrait(),
        ["background training"] = () => new TrainingTrait(),
        ["decorator"] = () => new DecoratorTrait(),
        [Events] = () => new EventsTrait(),
        ["described users"] = () => new DescribedTrait(),
        ["container"] = () => new ContainerTrait(),
        ["named"] = () => new NamedTrait(),
        ["two processes"] = () => new TwoProcessesTrait(),
        ["symlink"] = () => new LinkTrait(),
        ["8 threads"] = () => new ThreadsTrait(),
        [OldFiles] = () => new OldFilesTrait(),
    };

    /// <summary>The pairs that make no sense, with the reason.</summary>
    public static IReadOnlyDictionary<(string First, string Second), string> Impossible { get; } =
        new Dictionary<(string First, string Second), string>
        {
            [("keys", "keys")] = "A folder has keys of one type.",
            [(FullDisk, ReadOnly)] = "Nothing is written to a read-only folder, so it is not full.",
            [(Events, OldFiles)] = "Old files have ratings.",
            [(FullDisk, OldFiles)] = "Old files are read once, and what they hold is learned like other ratings before the disk is full.",
            [(ReadOnly, OldFiles)] = "Old files are in another folder, and are read before this one is read-only.",
        };

    /// <summary>All pairs that make sense.</summary>
    public static IEnumerable<(string First, string Second)> All
    {
        get
        {
            string[] names = [.. Traits.Keys];
            for (int first = 0; first < names.Length; first++)
            {
                for (int second = first + 1; second < names.Length; second++)
                {
                    (string First, string Second) pair = (names[first], names[second]);
                    if (!(OfKeys.Contains(pair.First) && OfKeys.Contains(pair.Second)) && !Impossible.ContainsKey(pair))
                    {
                        yield return pair;
                    }
                }
            }
        }
    }

    /// <summary>Whether a pair needs a small disk.</summary>
    public static bool NeedsDisk((string First, string Second) pair) =>
        pair.First is FullDisk or ReadOnly || pair.Second is FullDisk or ReadOnly;

    /// <summary>Whether a pair is about the type of keys.</summary>
    public static bool IsOfKeys((string First, string Second) pair) => OfKeys.Contains(pair.First);

    /// <summary>Runs a pair over as many random histories as WEIGHTLESSNET_HISTORIES says; over one if it is not set.</summary>
    public static async Task RunAsync(string first, string second)
    {
        int histories = int.TryParse(
            Environment.GetEnvironmentVariable("WEIGHTLESSNET_HISTORIES"), CultureInfo.InvariantCulture, out int set) ? set : 1;
        for (int history = 0; history < histories; history++)
        {
            await Scenario.RunAsync(Seed(first, second) + history, Traits[first](), Traits[second]());
        }
    }

    // The same in every process, other than string.GetHashCode.
    private static int Seed(string first, string second) => (first + second).Aggregate(17, (seed, letter) => (seed * 31) + letter);
}
