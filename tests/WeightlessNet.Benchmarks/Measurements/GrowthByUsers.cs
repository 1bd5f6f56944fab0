using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Weightless;

namespace WeightlessNet.Benchmarks.Measurements;

/// <summary>What a user costs as there are more of them, each of 100 ratings of 10,000 items, at 32 nodes.</summary>
internal static class GrowthByUsers
{
    public const string Users = "users";
    public const string Learn = "learn or forget, ns";
    public const string Hot = "top 10, hot, ns";
    public const string Cold = "top 10, cold, ns";
    private const int Items = 10_000;
    private const int RatingsPerUser = 100;
    private const int TopCount = 10;
    private const int Nodes = 32;

    // Whoever is asked for next is far from the last one, and comes back when all have been asked for.
    private const int UserStride = 7919;

    public static ResultTable Measure()
    {
        ResultTable table = new(Users, "bytes a user at rest", "bytes a user hot", Learn, Hot, Cold);
        ItemCatalog catalog = new BenchmarkWorld(Items, 1, RatingsPerUser).Catalog;
        foreach (int users in new[] { 1, 1_000, 100_000, 1_000_000 })
        {
            (WeightlessRecommender recommender, double bytes) = Memory.Of(() => Taught(catalog, users, users));
            (_, double alone) = Memory.Of(() => Taught(catalog, 0, 1));
            double? hot = users is > 1 and <= 100_000 ? Memory.Of(() => ReadAll(recommender, users)).Bytes : null;
            ScoredItem[] top = new ScoredItem[TopCount];
            recommender = Taught(catalog, users, 1);
            int next = 0;
            int Next() => next = (next + UserStride) % users;
            double[] nanoseconds = Timing.LowerQuartiles(
                (() =>
                {
                    int user = Next();
                    recommender.Learn(new Rating(user, ItemOf(user, RatingsPerUser), 3, 7));
                    recommender.Forget(user, ItemOf(user, RatingsPerUser));
                }, 1_000),
                (() => recommender.Recommend(0, top), 10),
                (() => recommender.Recommend(Next(), top), 5));

            // One user is no measure: the memory of the process is counted in whole pages.
            double? rest = users > 1 ? (bytes - alone) / users : null;
            table.Add(users, rest, rest + (hot / users), nanoseconds[0] / 2, nanoseconds[1], users > 1 ? nanoseconds[2] : null);
        }

        return table;
    }

    // Strides without a factor of 10 go round all items before one comes again.
    private static int ItemOf(int user, int rating) => (int)((user + ((long)rating * (1 + (10 * (user % 97))))) % Items);

    private static WeightlessRecommender ReadAll(WeightlessRecommender recommender, int users)
    {
        for (int user = 0; user < users; user++)
        {
            recommender.Predict(user, 0);
        }

        return recommender;
    }

    private static WeightlessRecommender Taught(ItemCatalog catalog, int users, int hotUsers)
    {
        WeightlessOptions options = new() { Nodes = Nodes, MaximumHotUsers = hotUsers };
        WeightlessRecommender recommender = new(catalog, RatingScale.HalfStars, options);
        for (int user = 0; user < users; user++)
        {
            for (int i = 0; i < RatingsPerUser; i++)
            {
                recommender.Learn(new Rating(user, ItemOf(user, i), 0.5f + (0.5f * ((i + user) % 10)), 1_600_000_000 + i));
            }
        }

        recommender.Recommend(0, new ScoredItem[TopCount]);
        return recommender;
    }
}
