using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Weightless;

namespace WeightlessNet.Benchmarks.Measurements;

/// <summary>What ranking costs as the catalog grows, with 100 users of 100 ratings each.</summary>
internal static class GrowthByItems
{
    public const string Items = "items";
    public const string Dot = "64 factors, us";
    private const int Users = 100;
    private const int RatingsPerUser = 100;
    private const int TopCount = 10;

    public static string TopColumn(int nodes) => $"top 10 at {nodes} nodes, us";

    public static ResultTable Measure()
    {
        ResultTable table = new(
            Items, TopColumn(32), TopColumn(128), Dot, "32 nodes / factors", "128 nodes / factors",
            "learn, then top 10, at 32, us", "learn or forget, ns", "bytes an item at 32", "bytes an item at 128");
        foreach (int items in new[] { 1_000, 10_000, 100_000, 1_000_000 })
        {
            BenchmarkWorld world = new(items, Users, RatingsPerUser);
            (WeightlessRecommender small, double smallBytes) = Memory.Of(() => Taught(world, 32));
            (WeightlessRecommender large, double largeBytes) = Memory.Of(() => Taught(world, 128));
            FactorScan factors = new(items, TopCount);
            ScoredItem[] top = new ScoredItem[TopCount];
            int turn = 0;
            int times = Math.Max(1, 50_000 / items);
            double[] nanoseconds = Timing.LowerQuartiles(
                (() => small.Recommend(7, top), times),
                (() => large.Recommend(7, top), times),
                (() => factors.Rank(), times),
                (() =>
                {
                    Rating rating = world.Ratings[turn++ % world.Ratings.Length];
                    small.Learn(rating with { Value = 5.5f - rating.Value });
                    small.Recommend(rating.User, top);
                }, times),
                (() =>
                {
                    Rating rating = world.Unrated[turn++ % Users];
                    small.Learn(rating);
                    small.Forget(rating.User, rating.Item);
                }, 1_000));
            table.Add(
                items,
                nanoseconds[0] / 1000,
                nanoseconds[1] / 1000,
                nanoseconds[2] / 1000,
                nanoseconds[0] / nanoseconds[2],
                nanoseconds[1] / nanoseconds[2],
                nanoseconds[3] / 1000,
                nanoseconds[4] / 2,
                smallBytes / items,
                largeBytes / items);
        }

        return table;
    }

    private static WeightlessRecommender Taught(BenchmarkWorld world, int nodes)
    {
        WeightlessRecommender recommender = new(world.Catalog, RatingScale.HalfStars, new WeightlessOptions { Nodes = nodes });
        foreach (Rating rating in world.Ratings)
        {
            recommender.Learn(rating);
        }

        recommender.Recommend(0, new ScoredItem[TopCount]);
        return recommender;
    }
}
