using System.Diagnostics;
using WeightlessNet.Bits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Weightless;

namespace WeightlessNet.Benchmarks.Measurements;

/// <summary>
/// How well threads get along: lists a second on one and on two threads, the time of a hot list while another thread learns, and what the
/// machine itself does to a thread that only looks at the clock.
/// </summary>
internal static class ThreadTable
{
    private const int Items = 10_000;
    private const int Users = 500;
    private const int RatingsPerUser = 100;
    private const int LearnedASecond = 100_000;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(3);

    /// <summary>Measures the recommenders that are named and writes a Markdown table.</summary>
    public static string Measure()
    {
        BenchmarkWorld world = new(Items, Users, RatingsPerUser);
        ResultTable table = new(
            "recommender", "lists a second, 1 thread", "lists a second, 2 threads", "ratio", "quiet list, median us", "quiet list, p99 us",
            "list while learning, median us", "list while learning, p99 us", "p99 / quiet median", "learned a second", "idle p99.9, us");
        int number = 0;
        foreach (IForgettingRecommender recommender in Recommenders(world))
        {
            number++;
            (double one, double two) = Throughput(recommender);
            double[] quiet = Lists(recommender, null, out _);
            double[] busy = Lists(recommender, world, out double learned);
            double[] idle = Idle();
            table.Add(
                number, one, two, two / one, At(quiet, 0.5), At(quiet, 0.99), At(busy, 0.5), At(busy, 0.99),
                At(busy, 0.99) / At(quiet, 0.5), learned, At(idle, 0.999));
        }

        return "1: weightless, 2: hybrid over a factorization of 32 factors, 3: ranking over two central models\n\n" + table.ToMarkdown();
    }

    private static IEnumerable<IForgettingRecommender> Recommenders(BenchmarkWorld world)
    {
        WeightlessRecommender weightless = new(world.Catalog, RatingScale.HalfStars, new WeightlessOptions { Nodes = 32 });
        foreach (Rating rating in world.Ratings)
        {
            weightless.Learn(rating);
        }

        yield return weightless;
        HybridRecommender hybrid = new(
            world.Catalog,
            RatingScale.HalfStars,
            () => new WeightlessNet.Recommenders.Collaborative.MatrixFactorizationRecommender(Items, RatingScale.HalfStars));
        hybrid.Fit(world.Ratings);
        yield return hybrid;
        WeightlessRankingRecommender ranking = new(world.Catalog, RatingScale.HalfStars);
        ranking.Fit(world.Ratings);
        yield return ranking;
    }

    private static (double One, double Two) Throughput(IRecommender recommender)
    {
        // In turns, so that other work of the machine falls on both alike.
        double[][] rates = [new double[5], new double[5]];
        for (int round = 0; round < 5; round++)
        {
            rates[0][round] = ListsASecond(recommender, 1);
            rates[1][round] = ListsASecond(recommender, 2);
        }

        return (rates[0].Order().ElementAt(2), rates[1].Order().ElementAt(2));
    }

    private static double ListsASecond(IRecommender recommender, int threads)
    {
        long lists = 0;
        Stopwatch clock = Stopwatch.StartNew();
        Thread[] all = [.. Enumerable.Range(0, threads).Select(thread => new Thread(() =>
        {
            ScoredItem[] top = new ScoredItem[10];
            long own = 0;
            for (int user = thread; clock.ElapsedMilliseconds < 500; user = (user + threads) % 20)
            {
                recommender.Recommend(user, top);
                own++;
            }

            Interlocked.Add(ref lists, own);
        }))];
        Array.ForEach(all, thread => thread.Start());
        Array.ForEach(all, thread => thread.Join());
        return lists / clock.Elapsed.TotalSeconds;
    }

    // The times of hot lists of one user, while another thread learns ratings of other users if a world is given.
    private static double[] Lists(IForgettingRecommender recommender, BenchmarkWorld? world, out double learnedASecond)
    {
        bool stops = false;
        long learned = 0;
        Stopwatch clock = Stopwatch.StartNew();
        Thread? learner = world is null ? null : new Thread(() =>
        {
            SplitMix64 random = new(3);
            while (!Volatile.Read(ref stops))
            {
                if (learned < clock.Elapsed.TotalSeconds * LearnedASecond)
                {
                    Rating rating = world.Ratings[random.Next(world.Ratings.Length)];
                    recommender.Learn(rating with { User = 20 + (rating.User % (Users - 20)), Value = 0.5f + (0.5f * random.Next(10)) });
                    learned++;
                }
            }
        });
        learner?.Start();
        ScoredItem[] top = new ScoredItem[10];
        List<double> times = [];
        while (clock.Elapsed < Duration)
        {
            long start = Stopwatch.GetTimestamp();
            recommender.Recommend(7, top);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }

        Volatile.Write(ref stops, true);
        learner?.Join();
        learnedASecond = learned / clock.Elapsed.TotalSeconds;
        return [.. times.Order()];
    }

    // The steps of a thread that only looks at the clock: what the machine itself takes away.
    private static double[] Idle()
    {
        List<double> times = [];
        Stopwatch clock = Stopwatch.StartNew();
        long before = Stopwatch.GetTimestamp();
        while (clock.Elapsed < Duration)
        {
            Thread.SpinWait(500);
            long now = Stopwatch.GetTimestamp();
            times.Add(Stopwatch.GetElapsedTime(before, now).TotalMicroseconds);
            before = now;
        }

        return [.. times.Order()];
    }

    private static double At(double[] ordered, double share) => ordered[(int)(share * (ordered.Length - 1))];
}
