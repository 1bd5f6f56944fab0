using WeightlessNet.Datasets;
using WeightlessNet.Evaluation.Paper;
using WeightlessNet.Evaluation.Protocols;
using WeightlessNet.Evaluation.Splits;
using WeightlessNet.Recommenders;

namespace MovieLensSample;

/// <summary>Adapts the protocols to datasets that are too small for their defaults.</summary>
internal static class ProtocolPlans
{
    // The number of users that a row needs, if the data has at least four times as many.
    private const int EnoughUsers = 20;

    private const int Repetitions = 5;

    private static readonly TasteChangeOptions[] TasteChanges =
    [
        new(),
        new() { HistoryRatings = 25, RatingsBefore = 25, RatingsAfter = 50, Window = 5 },
        new() { HistoryRatings = 10, RatingsBefore = 10, RatingsAfter = 20, Window = 5 },
    ];

    // Of the synthetic world: a run without arguments should not keep anybody waiting.
    private const int FewFolds = 3;
    private const int FewRepetitions = 3;
    private const int FewGroups = 2;
    private static readonly int[] FewKnownRatings = [1, 5, 20];

    /// <summary>How many systems run at a time where no times are shown.</summary>
    public static int Parallelism => Environment.ProcessorCount;

    /// <summary>
    /// How many systems run at a time where times are shown: one, so that none slows another down. In the synthetic world nobody should
    /// wait, and times matter less.
    /// </summary>
    public static int TimedParallelism(bool isSynthetic) => isSynthetic ? Parallelism : 1;

    /// <summary>The number of folds unless one is asked for.</summary>
    public static int DefaultFolds(bool isSynthetic) => isSynthetic ? FewFolds : new KFoldOptions().Folds;

    /// <summary>
    /// The paper samples 100 users. Here a number of reviews is used if at least half of 100 users (or of all users, if there are fewer)
    /// have that many. The number of reviews with the fewest such users limits how many users are sampled.
    /// </summary>
    /// <returns>The options; null if no number of reviews can be used.</returns>
    public static PaperOptions? PaperOf(RatingDataset dataset, SampleSettings settings, bool isSynthetic)
    {
        PaperOptions paper = new();
        int[] ratingsOfUsers = CountRatings(dataset);
        int wanted = Math.Min(paper.Users, ratingsOfUsers.Length);
        var experiments = paper.ReviewsPerUser
            .Select(reviews => (Reviews: reviews, Users: ratingsOfUsers.Count(count => count >= reviews)))
            .Where(experiment => 2 * experiment.Users >= wanted)
            .ToArray();
        return experiments.Length == 0
            ? null
            : paper with
            {
                Users = Math.Min(wanted, experiments.Min(experiment => experiment.Users)),
                ReviewsPerUser = [.. experiments.Select(experiment => experiment.Reviews)],
                Repetitions = settings.Repetitions ?? (isSynthetic ? FewRepetitions : Repetitions),
                Seed = settings.Seed,
            };
    }

    /// <summary>
    /// All numbers of known ratings use the same users. The synthetic world has fewer numbers, and fewer groups of users. A number is left
    /// out if too few users have that many ratings besides the held-out ones.
    /// </summary>
    /// <returns>The options; null if no number is left.</returns>
    public static ColdStartOptions? ColdStartOf(RatingDataset dataset, ulong seed, bool isSynthetic)
    {
        ColdStartOptions options = new() { Seed = seed, Scale = dataset.Scale };
        options = isSynthetic ? options with { KnownRatings = FewKnownRatings, Groups = FewGroups } : options;
        int[] ratingsOfUsers = CountRatings(dataset);
        int enough = Math.Max(options.Groups, EnoughOf(ratingsOfUsers.Length));
        int[] known =
        [
            .. options.KnownRatings.Where(number => ratingsOfUsers.Count(count => count >= Needed(number, options.HeldOutShare)) >= enough),
        ];
        return known.Length == 0 ? null : options with { KnownRatings = known, MaxDegreeOfParallelism = Parallelism };

        // With this many ratings, at least the number remains however a half is rounded, and one is held out.
        static int Needed(int number, double heldOutShare) =>
            Math.Max((int)Math.Ceiling((number + 0.5) / (1 - heldOutShare)), (int)Math.Ceiling(0.5 / heldOutShare));
    }

    /// <summary>The longest of three runs for which enough users have ratings; at most a quarter of all users change.</summary>
    /// <returns>The options; null if no run fits.</returns>
    public static TasteChangeOptions? TasteChangeOf(RatingDataset dataset, ulong seed)
    {
        int[] ratingsOfUsers = CountRatings(dataset);
        int enough = EnoughOf(ratingsOfUsers.Length);
        TasteChangeOptions? options = Array.Find(
            TasteChanges,
            change => ratingsOfUsers.Count(count => count >= change.HistoryRatings + change.RatingsBefore + change.RatingsAfter) >= enough);
        return options is null
            ? null
            : options with
            {
                MaximumUsers = Math.Min(options.MaximumUsers, Math.Max(1, ratingsOfUsers.Length / 4)),
                Seed = seed,
                Scale = dataset.Scale,
                MaxDegreeOfParallelism = Parallelism,
            };
    }

    /// <summary>Why the ratings cannot be split this way; null if they can.</summary>
    /// <param name="split">The split.</param>
    /// <param name="dataset">The ratings.</param>
    /// <param name="atLeast">The lowest rating that must be among the held-out ones.</param>
    public static string? ObstacleTo(RatingSplit split, RatingDataset dataset, float atLeast = float.MinValue)
    {
        SplitRatings parts = split.Divide(dataset.Ratings.Span);
        return parts.Train.IsEmpty ? "no rating is left to train on"
            : parts.HeldOut.ToArray().Any(rating => rating.Value >= atLeast) ? null
            : "the users have too few ratings to hold some out";
    }

    private static int EnoughOf(int users) => Math.Clamp(users / 4, 1, EnoughUsers);

    private static int[] CountRatings(RatingDataset dataset)
    {
        int[] counts = new int[dataset.UserIds.Count];
        foreach (ref readonly Rating rating in dataset.Ratings.Span)
        {
            counts[rating.User]++;
        }

        return counts;
    }
}
