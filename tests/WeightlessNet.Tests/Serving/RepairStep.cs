using WeightlessNet.Serving;

namespace WeightlessNet.Tests.Serving;

/// <summary>A change of a recommender of strings, and where its batch is in the log.</summary>
internal sealed record RepairStep
{
    private RepairStep(string kind, string user, string item, float value) => (Kind, User, Item, Value) = (kind, user, item, value);

    public string Kind { get; }

    public string User { get; }

    public string Item { get; }

    public float Value { get; }

    public long Start { get; init; }

    public long End { get; init; }

    public static RepairStep Learn(string user, string item, float value) => new("learn", user, item, value);

    public static RepairStep Add(string item) => new("add", "", item, 0);

    public static RepairStep Forget(string user, string item) => new("forget", user, item, 0);

    public static RepairStep Pin(string user, string item) => new("pin", user, item, 0);

    public async Task DoAsync(Recommender<string, string> recommender)
    {
        switch (Kind)
        {
            case "learn":
                await recommender.LearnAsync(User, Item, Value);
                break;
            case "add":
                await recommender.AddItemAsync(Item);
                break;
            case "forget":
                await recommender.ForgetAsync(User, Item);
                break;
            default:
                await recommender.PinAsync(User, Item);
                break;
        }
    }

    /// <summary>The ratings without lost steps, and without those that need a key of a lost step or checkpoint.</summary>
    /// <param name="steps">All steps after the checkpoint.</param>
    /// <param name="lost">The lost ones.</param>
    /// <param name="isCheckpointLost">Whether the checkpoint is lost.</param>
    /// <param name="areKeysKept">Whether the keys of the lost checkpoint are left.</param>
    /// <param name="isPinned">Whether the pin is left.</param>
    public static string[] Ratings(
        IReadOnlyList<RepairStep> steps, IReadOnlySet<int> lost, bool isCheckpointLost, bool areKeysKept, out bool isPinned)
    {
        HashSet<string> users = isCheckpointLost && !areKeysKept ? [] : ["ada", "bob"];
        HashSet<string> items = isCheckpointLost && !areKeysKept ? [] : ["a", "b", "c", "d"];
        SortedDictionary<string, float> ratings = new(StringComparer.Ordinal);
        if (!isCheckpointLost)
        {
            (ratings["ada a"], ratings["ada b"], ratings["bob a"]) = (5, 1, 2);
        }

        isPinned = false;
        HashSet<string> seen = ["ada", "bob"];
        for (int i = 0; i < steps.Count; i++)
        {
            RepairStep step = steps[i];

            // The first change of a user has the key.
            bool hasKey = step.Kind == "learn" && seen.Add(step.User);
            if (lost.Contains(i))
            {
                continue;
            }

            _ = hasKey && users.Add(step.User);
            _ = step.Kind == "add" && items.Add(step.Item);
            bool isKnown = users.Contains(step.User) && items.Contains(step.Item);
            if (step.Kind == "learn" && isKnown)
            {
                ratings[$"{step.User} {step.Item}"] = step.Value;
            }
            else if (step.Kind == "forget" && isKnown)
            {
                _ = ratings.Remove($"{step.User} {step.Item}");
            }

            isPinned |= step.Kind == "pin" && isKnown;
        }

        return [.. ratings.Select(static rating => $"{rating.Key} {rating.Value}").Order(StringComparer.Ordinal)];
    }
}
