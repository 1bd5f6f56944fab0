using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Weightless;

namespace WeightlessNet.Benchmarks.Measurements;

/// <summary>What a hot list of the ten best costs with 10,000 and with a million items.</summary>
internal static class MillionTable
{
    private const int Few = 10_000;
    private const int Many = 1_000_000;
    private const int Users = 500;
    private const int RatingsPerUser = 100;

    /// <summary>Measures the recommenders, those of one kind in turns, and writes a line of a Markdown table for each.</summary>
    public static void Measure()
    {
        BenchmarkWorld small = new(Few, Users, RatingsPerUser);
        BenchmarkWorld large = new(Many, Users, RatingsPerUser);
        Console.WriteLine("| recommender | 10,000 items, us | 1,000,000 items, us | ratio |\n|---|---|---|---|");
        (string Name, Func<BenchmarkWorld, IRecommender> Create)[] kinds =
        [
            ("weightless, 32 nodes", world => Weightless(world, 32)),
            ("weightless, 128 nodes", world => Weightless(world, 128)),
            ("hybrid", Hybrid),
            ("ranking", Ranking),
        ];
        foreach ((string name, Func<BenchmarkWorld, IRecommender> create) in kinds)
        {
            ScoredItem[] top = new ScoredItem[10];
            IRecommender few = create(small);
            IRecommender many = create(large);
            double[] nanoseconds = Timing.LowerQuartiles((() => few.Recommend(7, top), 10), (() => many.Recommend(7, top), 1));
            Console.WriteLine(FormattableString.Invariant(
                $"| {name} | {nanoseconds[0] / 1e3:N1} | {nanoseconds[1] / 1e3:N0} | {nanoseconds[1] / nanoseconds[0]:N0} |"));
        }
    }

    private static WeightlessRecommender Weightless(BenchmarkWorld world, int nodes)
    {
        WeightlessRecommender recommender = new(world.Catalog, RatingScale.HalfStars, new WeightlessOptions { Nodes = nodes });
        foreach (Rating rating in world.Ratings)
        {
            recommender.Learn(rating);
        }

        return recommender;
    }

    private static HybridRecommender Hybrid(BenchmarkWorld world)
    {
        HybridRecommender recommender = new(
            world.Catalog, RatingScale.HalfStars, () => new MatrixFactorizationRecommender(world.Catalog.Count, RatingScale.HalfStars));
        recommender.Fit(world.Ratings);
        return recommender;
    }

    private static WeightlessRankingRecommender Ranking(BenchmarkWorld world)
    {
        WeightlessRankingRecommender recommender = new(world.Catalog, RatingScale.HalfStars);
        recommender.Fit(world.Ratings);
        return recommender;
    }
}
