using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Conformance.Internals;

/// <summary>Lists hold the best items that are neither rated nor excluded, best first.</summary>
internal static class ListPromises
{
    public static Promise Scores { get; } = OfFullLists("list scores", (_, _, user, list) =>
    {
        foreach (ScoredItem scored in list)
        {
            Expect.True(double.IsFinite(scored.Score), $"User {user} got item {scored.Item} with a score of {scored.Score}.");
        }
    });

    public static Promise Order { get; } = new("list order", (world, history) =>
        ForEachUser(world, history, (recommender, user) =>
        {
            ScoredItem[] list = Answers.List(recommender, user, world.ItemCount);
            for (int i = 1; i < list.Length; i++)
            {
                Expect.True(
                    list[i - 1].Score > list[i].Score || (list[i - 1].Score.Equals(list[i].Score) && list[i - 1].Item <= list[i].Item),
                    $"User {user} got item {list[i].Item} after item {list[i - 1].Item}: {Answers.Text(list)}.");
            }

            int half = list.Length / 2;
            Answers.MustBe(list.AsSpan(0, half), Answers.List(recommender, user, half), $"User {user}'s list of {half}");
        }));

    public static Promise Length { get; } = new("list length", (world, history) =>
        ForEachUser(world, history, (recommender, user) =>
        {
            int available = world.ItemCount - RatedBy(recommender, world, history, user);
            foreach (int wanted in new[] { 0, 1, available / 2, available, available + 1, world.ItemCount + 3 })
            {
                int count = Answers.List(recommender, user, wanted).Length;
                int expected = Math.Min(wanted, available);
                Expect.True(
                    count == expected, $"User {user} wanted {wanted} items, could have {available}, and got {count}.");
            }
        }));

    public static Promise Duplicates { get; } = OfFullLists("list duplicates", (_, _, user, list) =>
    {
        HashSet<int> seen = [];
        foreach (ScoredItem scored in list)
        {
            Expect.True(seen.Add(scored.Item), $"User {user} got item {scored.Item} twice.");
        }
    });

    public static Promise RatedItems { get; } = OfFullLists("rated items", (world, history, user, list) =>
    {
        HashSet<int> rated = [.. history.RatedBy(user)];
        foreach (ScoredItem scored in list)
        {
            Expect.True((uint)scored.Item < (uint)world.ItemCount, $"User {user} got item {scored.Item}, which does not exist.");
            Expect.True(!rated.Contains(scored.Item), $"User {user} got item {scored.Item}, which the user has rated.");
        }
    });

    public static Promise ExcludedItems { get; } = new("excluded items", (world, history) =>
        ForEachUser(world, history, (recommender, user) =>
        {
            ScoredItem[] all = Answers.List(recommender, user, world.ItemCount);
            int[] excluded = [.. history.Items.Where((_, i) => i % 3 != 1).Reverse()];
            ScoredItem[] left = [.. all.Where(scored => !excluded.Contains(scored.Item))];
            int[] withStrangers = [int.MaxValue, .. excluded, world.ItemCount, excluded[0], -1, int.MinValue];

            Answers.MustBe(
                left, Answers.List(recommender, user, world.ItemCount, excluded), $"User {user}'s list without {Text(excluded)}");
            Answers.MustBe(
                left,
                Answers.List(recommender, user, world.ItemCount, withStrangers),
                $"User {user}'s list without {Text(withStrangers)}, of which some are no items,");
        }));

    private static string Text(int[] items) => string.Join(", ", items);

    // A fresh recommender has no ratings of the history.
    private static int RatedBy(IRecommender recommender, ConformanceWorld world, ConformanceHistory history, int user) =>
        ReferenceEquals(recommender, world.Sample) ? 0 : history.RatedBy(user).Length;

    private static void ForEachUser(ConformanceWorld world, ConformanceHistory history, Action<IRecommender, int> check)
    {
        foreach (IRecommender recommender in new[] { world.Sample, world.Taught(history.Ratings) })
        {
            for (int user = 0; user <= ConformanceHistory.Users; user++)
            {
                check(recommender, user);
            }
        }
    }

    private static Promise OfFullLists(string name, Action<ConformanceWorld, ConformanceHistory, int, ScoredItem[]> check) =>
        new(name, (world, history) =>
        {
            IRecommender recommender = world.Taught(history.Ratings);
            for (int user = 0; user <= ConformanceHistory.Users; user++)
            {
                check(world, history, user, Answers.List(recommender, user, world.ItemCount));
            }
        });
}
