using WeightlessNet.Bits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;

namespace WeightlessNet.Benchmarks.Measurements;

/// <summary>
/// What a list of a neighbor recommender costs with 10,000 items and 500 users of 100 ratings each, beside a list that is made by asking
/// about every item.
/// </summary>
internal static class NeighborTable
{
    private const int Items = 10_000;
    private const int Users = 500;
    private const int TopCount = 10;

    /// <summary>Measures and writes a Markdown table; times are microseconds.</summary>
    public static string Measure()
    {
        BenchmarkWorld world = new(Items, Users, 100);
        ResultTable table = new(
            "neighbors", "top 10, hot", "top 10, another user", "learn, then top 10", "learn, then predict", "top 10, item by item");
        IForgettingRecommender[] recommenders =
        [
            new ItemNeighborRecommender(Items, RatingScale.HalfStars), new UserNeighborRecommender(Items, RatingScale.HalfStars),
        ];
        for (int side = 0; side < recommenders.Length; side++)
        {
            double[] times = Measure(world, recommenders[side]);
            table.Add(side + 1, times[0] / 1e3, times[1] / 1e3, times[2] / 1e3, times[3] / 1e3, times[4] / 1e3);
        }

        return "1: items, 2: users\n\n" + table.ToMarkdown();
    }

    private static double[] Measure(BenchmarkWorld world, IForgettingRecommender recommender)
    {
        foreach (Rating rating in world.Ratings)
        {
            recommender.Learn(rating);
        }

        ScoredItem[] top = new ScoredItem[TopCount];
        SplitMix64 random = new(2);
        int next = 0;
        int Next() => next = (next + 1) % Users;
        void Learn() => recommender.Learn(new Rating(Next(), random.Next(Items), 0.5f + (0.5f * random.Next(10))));
        return Timing.LowerQuartiles(
            (() => recommender.Recommend(7, top), 5),
            (() => recommender.Recommend(Next(), top), 1),
            (() =>
            {
                Learn();
                recommender.Recommend(7, top);
            }, 1),
            (() =>
            {
                Learn();
                recommender.Predict(7, 70);
            }, 1),
            (() =>
            {
                for (int item = 0; item < Items; item++)
                {
                    recommender.Predict(7, item);
                }
            }, 1));
    }
}
