using System.Diagnostics;
using WeightlessNet.Bits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Hybrid;

namespace WeightlessNet.Benchmarks.Measurements;

/// <summary>
/// What one call of <see cref="IRecommender.Learn"/> takes while nothing else runs, while the recommender is trained, and while a thread
/// only computes. Beside the training, a call that only looks at the clock for as long shows what the machine itself takes, and the runtime
/// reports how long threads waited for locks.
/// </summary>
internal static class TrainingTable
{
    private const int Items = 10_000;
    private const int Users = 500;
    private const int RatingsPerUser = 100;
    private const int CallsASecond = 100_000;
    private const int Rounds = 3;

    private static readonly TimeSpan LeastDuration = TimeSpan.FromSeconds(2);

    /// <summary>Measures a hybrid and a ranking and writes a Markdown table.</summary>
    public static string Measure()
    {
        BenchmarkWorld world = new(Items, Users, RatingsPerUser);
        HybridRecommender hybrid = new(
            world.Catalog,
            RatingScale.HalfStars,
            () => new MatrixFactorizationRecommender(Items, RatingScale.HalfStars),
            new HybridOptions { Fitting = new CentralModelOptions { MaxDegreeOfParallelism = 1 } });
        hybrid.Fit(world.Ratings);
        WeightlessRankingRecommender ranking = new(
            world.Catalog,
            RatingScale.HalfStars,
            centrals:
            [
                new EaseRecommender(Items, RatingScale.HalfStars, new EaseOptions { MaxDegreeOfParallelism = 1 }),
                new ImplicitFactorizationRecommender(
                    Items, RatingScale.HalfStars, new ImplicitFactorizationOptions { MaxDegreeOfParallelism = 1 }),
            ]);
        ranking.Fit(world.Ratings);
        return string.Join(
            '\n',
            "### Hybrid, Refit\n\n" + Rows(world, hybrid, () => hybrid.Refit()),
            "\n### Hybrid, Fit\n\n" + Rows(world, hybrid, () => hybrid.Fit(world.Ratings)),
            "\n### Ranking, Fit\n\n" + Rows(world, ranking, () => ranking.Fit(world.Ratings)));
    }

    private static string Rows(BenchmarkWorld world, IRecommender recommender, Action train)
    {
        ResultTable table = new(
            "round", "trained, s", "quiet p99.9, us", "beside training p99.9, us", "p99.99", "longest, ms",
            "clock beside training p99.9, us", "p99.99", "longest, ms", "beside computing p99.9, us", "longest, ms",
            "waits for locks", "longest, ms", "suspensions", "longest, ms");
        Action learn = Learning(world, recommender);
        Calls(learn, () => Thread.Sleep(LeastDuration));
        for (int round = 1; round <= Rounds; round++)
        {
            double[] quiet = Calls(learn, () => Thread.Sleep(LeastDuration));
            double usual = At(quiet, 0.5);
            Stopwatch clock = new();
            using Stalls stalls = new();
            double[] trained = Calls(learn, () => Repeat(train, clock));
            (double[] locks, double[] suspensions) = (stalls.Locks, stalls.Suspensions);
            double[] machine = Calls(() => LookAtClock(usual), () => Repeat(train, new Stopwatch()));
            double[] computing = Calls(learn, () => Compute(LeastDuration));
            table.Add(
                round,
                clock.Elapsed.TotalSeconds,
                At(quiet, 0.999),
                At(trained, 0.999),
                At(trained, 0.9999),
                trained[^1] / 1e3,
                At(machine, 0.999),
                At(machine, 0.9999),
                machine[^1] / 1e3,
                At(computing, 0.999),
                computing[^1] / 1e3,
                locks.Length,
                locks.LastOrDefault(),
                suspensions.Length,
                suspensions.LastOrDefault());
        }

        return table.ToMarkdown();
    }

    private static Action Learning(BenchmarkWorld world, IRecommender recommender)
    {
        SplitMix64 random = new(3);
        return () =>
        {
            Rating rating = world.Ratings[random.Next(world.Ratings.Length)];
            recommender.Learn(rating with { Value = 0.5f + (0.5f * random.Next(10)) });
        };
    }

    // The microseconds of each call, sorted: so many a second as long as the work runs on another thread.
    private static double[] Calls(Action call, Action work)
    {
        List<double> times = new(1 << 20);
        bool stops = false;
        Thread caller = new(() =>
        {
            Stopwatch clock = Stopwatch.StartNew();
            while (!Volatile.Read(ref stops))
            {
                if (times.Count < clock.Elapsed.TotalSeconds * CallsASecond)
                {
                    long start = Stopwatch.GetTimestamp();
                    call();
                    times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
                }
            }
        });
        caller.Start();
        work();
        Volatile.Write(ref stops, true);
        caller.Join();
        return [.. times.Order()];
    }

    private static void Repeat(Action train, Stopwatch clock)
    {
        clock.Restart();
        do
        {
            train();
        }
        while (clock.Elapsed < LeastDuration);
        clock.Stop();
    }

    private static void LookAtClock(double microseconds)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start).TotalMicroseconds < microseconds)
        {
        }
    }

    private static void Compute(TimeSpan duration)
    {
        Stopwatch clock = Stopwatch.StartNew();
        while (clock.Elapsed < duration)
        {
            Thread.SpinWait(1_000);
        }
    }

    private static double At(double[] ordered, double share) => ordered[(int)(share * (ordered.Length - 1))];
}
