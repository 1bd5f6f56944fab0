using System.Diagnostics;
using System.Numerics;
using WeightlessNet.Bits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Storage;

namespace WeightlessNet.Benchmarks.Measurements;

/// <summary>
/// What very many users cost, each with 100 ratings of 10,000 items: heap, saving while another thread calls, loading. Beside it are the
/// same calls next to a thread that only computes, as long as the save took, and the longest pause of a loop that looks at the clock next
/// to such a thread: what the machine itself takes.
/// </summary>
internal static class UserTable
{
    private const int Items = 10_000;
    private const int RatingsPerUser = 100;
    private const int HotUsers = 1_000;
    private const int CallsPerList = 16;

    /// <summary>Measures and writes a Markdown table.</summary>
    public static string Measure(int users)
    {
        ItemCatalog catalog = new BenchmarkWorld(Items, 1, RatingsPerUser).Catalog;
        (WeightlessRecommender recommender, double heap) = Memory.Of(() => Taught(catalog, users));
        string path = Path.Combine(Path.GetTempPath(), $"weightlessnet-users-{Environment.ProcessId}");
        try
        {
            using Stalls stalls = new();
            (double[] learned, double[] lists, TimeSpan saving) = CallsWhile(recommender, users, () => recommender.Save(path));
            (double[] locks, double[] suspensions) = (stalls.Locks, stalls.Suspensions);
            double[] idle = IdleBeside(saving);
            (double[] quiet, double[] quietLists, _) = CallsWhile(recommender, users, () => Compute(saving));
            Stopwatch clock = Stopwatch.StartNew();
            WeightlessRecommender loaded = Snapshot.Load<WeightlessRecommender>(path);
            TimeSpan loading = clock.Elapsed;
            ResultTable table = new(
                "users", "heap, MB", "file, MB", "saving, s", "loading, s", "learn while saving, p99.9, us", "longest, ms",
                "waits for locks", "longest, ms", "suspensions", "longest, ms",
                "list while saving, p99, us", "longest, ms", "learn while computing, p99.9, us", "longest, ms",
                "list while computing, p99, us", "longest, ms", "idle, longest, ms");
            table.Add(
                users,
                heap / 1e6,
                new FileInfo(path).Length / 1e6,
                saving.TotalSeconds,
                loading.TotalSeconds,
                At(learned, 0.999),
                learned[^1] / 1e3,
                locks.Length,
                locks.LastOrDefault(),
                suspensions.Length,
                suspensions.LastOrDefault(),
                At(lists, 0.99),
                lists[^1] / 1e3,
                At(quiet, 0.999),
                quiet[^1] / 1e3,
                At(quietLists, 0.99),
                quietLists[^1] / 1e3,
                idle[^1] / 1e3);
            GC.KeepAlive(loaded);
            return table.ToMarkdown();
        }
        finally
        {
            File.Delete(path);
        }
    }

    // Strides without a factor of 10 go round all items before one comes again.
    private static int ItemOf(int user, int rating) => (int)((user + ((long)rating * (1 + (10 * (user % 97))))) % Items);

    private static WeightlessRecommender Taught(ItemCatalog catalog, int users)
    {
        WeightlessRecommender recommender = new(catalog, RatingScale.HalfStars, new WeightlessOptions { MaximumHotUsers = HotUsers });
        for (int user = 0; user < users; user++)
        {
            for (int i = 0; i < RatingsPerUser; i++)
            {
                recommender.Learn(new Rating(user, ItemOf(user, i), 0.5f + (0.5f * ((i + user) % 10)), 1_600_000_000 + i));
            }
        }

        recommender.Recommend(0, new ScoredItem[10]);
        return recommender;
    }

    // The microseconds of each call, sorted: ratings of any user, and lists of hot users.
    private static (double[] Learned, double[] Lists, TimeSpan Elapsed) CallsWhile(
        WeightlessRecommender recommender, int users, Action work)
    {
        List<double> learned = new(1 << 22);
        List<double> lists = new(1 << 18);
        bool stops = false;
        using ManualResetEventSlim begun = new();
        Thread caller = new(() =>
        {
            SplitMix64 random = new(3);
            ScoredItem[] top = new ScoredItem[10];
            while (!Volatile.Read(ref stops))
            {
                Rating rating = new(random.Next(users), random.Next(Items), 0.5f + (0.5f * random.Next(10)), 1_700_000_000);
                long start = Stopwatch.GetTimestamp();
                recommender.Learn(rating);
                learned.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
                if (learned.Count % CallsPerList == 0)
                {
                    start = Stopwatch.GetTimestamp();
                    recommender.Recommend(random.Next(HotUsers / 2), top);
                    lists.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
                }

                if (learned.Count == 1_000)
                {
                    begun.Set();
                }
            }
        });
        caller.Start();
        begun.Wait();
        Stopwatch clock = Stopwatch.StartNew();
        work();
        TimeSpan elapsed = clock.Elapsed;
        Volatile.Write(ref stops, true);
        caller.Join();
        return ([.. learned.Skip(1_000).Order()], [.. lists.Order()], elapsed);
    }

    // Reads memory, as a save does: two virtual cores may be one real core with one cache.
    private static void Compute(TimeSpan duration)
    {
        uint[] numbers = new uint[1 << 24];
        uint sum = 0;
        Stopwatch clock = Stopwatch.StartNew();
        while (clock.Elapsed < duration)
        {
            foreach (uint number in numbers)
            {
                sum = BitOperations.Crc32C(sum, number);
            }
        }

        numbers[0] = sum;
    }

    // The pauses, in microseconds, of a loop that only looks at the clock while another thread computes.
    private static double[] IdleBeside(TimeSpan duration)
    {
        List<double> pauses = new(1 << 22);
        Stopwatch clock = Stopwatch.StartNew();
        Thread computing = new(() => Compute(duration));
        computing.Start();
        long before = Stopwatch.GetTimestamp();
        while (clock.Elapsed < duration)
        {
            Thread.SpinWait(100);
            long now = Stopwatch.GetTimestamp();
            pauses.Add(Stopwatch.GetElapsedTime(before, now).TotalMicroseconds);
            before = now;
        }

        computing.Join();
        return [.. pauses.Order()];
    }

    private static double At(double[] ordered, double share) => ordered[(int)(share * (ordered.Length - 1))];
}
