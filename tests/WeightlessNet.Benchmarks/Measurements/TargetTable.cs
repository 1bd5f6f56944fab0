using WeightlessNet.Bits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Weightless;

namespace WeightlessNet.Benchmarks.Measurements;

/// <summary>
/// What one operation costs with 10,000 items and 500 users of 100 ratings each, beside a scan of dot products of the same run.
/// </summary>
internal static class TargetTable
{
    private const int Items = 10_000;
    private const int Users = 500;
    private const int RatingsPerUser = 100;
    private const int TopCount = 10;

    /// <summary>Measures networks of some numbers of nodes and writes a Markdown table.</summary>
    public static string Measure(params ReadOnlySpan<int> nodeCounts)
    {
        BenchmarkWorld world = new(Items, Users, RatingsPerUser);
        ResultTable table = new(
            "nodes", "learn or forget, ns", "learn, then predict, us", "learn, then top 10, us", "top 10, hot, us", "top 10, cold, us",
            "factors, us", "hot / factors", "cold / factors");
        foreach (int nodes in nodeCounts)
        {
            double[] times = Measure(world, nodes);
            table.Add(
                nodes,
                times[0] / 2,
                times[1] / 1000,
                times[2] / 1000,
                times[3] / 1000,
                times[4] / 1000,
                times[5] / 1000,
                times[3] / times[5],
                times[4] / times[5]);
        }

        return table.ToMarkdown();
    }

    private static double[] Measure(BenchmarkWorld world, int nodes)
    {
        WeightlessRecommender hot = Taught(world, new WeightlessOptions { Nodes = nodes });
        WeightlessRecommender cold = Taught(world, new WeightlessOptions { Nodes = nodes, MaximumHotUsers = 1 });
        FactorScan factors = new(Items, TopCount);
        ScoredItem[] top = new ScoredItem[TopCount];
        int next = 0;
        SplitMix64 random = new(2);
        int Next() => next = (next + 1) % Users;
        for (int user = 0; user < Users; user++)
        {
            hot.Recommend(user, top);
        }

        return Timing.LowerQuartiles(
            (() =>
            {
                Rating rating = world.Unrated[Next()];
                hot.Learn(rating);
                hot.Forget(rating.User, rating.Item);
            }, 1_000),
            (() =>
            {
                Rating rating = world.Ratings[(Next() * RatingsPerUser) + random.Next(RatingsPerUser)];
                hot.Learn(rating with { Value = 0.5f + (0.5f * random.Next(10)) });
                hot.Predict(rating.User, rating.Item / 2);
            }, 5),
            (() =>
            {
                Rating rating = world.Ratings[(Next() * RatingsPerUser) + random.Next(RatingsPerUser)];
                hot.Learn(rating with { Value = 0.5f + (0.5f * random.Next(10)) });
                hot.Recommend(rating.User, top);
            }, 1),
            (() =>
            {
                hot.Recommend(7, top);
            }, 10),
            (() => cold.Recommend(Next(), top), 4),
            (() => factors.Rank(), 3));
    }

    private static WeightlessRecommender Taught(BenchmarkWorld world, WeightlessOptions options)
    {
        WeightlessRecommender recommender = new(world.Catalog, RatingScale.HalfStars, options);
        foreach (Rating rating in world.Ratings)
        {
            recommender.Learn(rating);
        }

        return recommender;
    }
}
