using System.Diagnostics;
using System.Globalization;
using WeightlessNet.Bits;
using WeightlessNet.Serving;

namespace WeightlessNet.Benchmarks.Measurements;

/// <summary>Times of an application's calls to <see cref="Recommender{TUser, TItem}"/>, in memory and on disk.</summary>
internal static class DoorTable
{
    private const int Items = 10_000;
    private const int Users = 6000;
    private const int Rounds = 5;
    private const int Lists = 300;
    private static readonly string[] Kinds = ["drama", "comedy", "horror", "war", "western", "crime", "music", "family"];

    private static readonly Product[] Products =
        [.. Enumerable.Range(0, Items).Select(id => new Product(id, [Kinds[id % 8], Kinds[id * 3 % 8]], id * 37 % 100))];

    private static readonly RecommenderOptions<int> Quiet = new() { Training = TrainingRule.OnDemand, CheckpointAfter = int.MaxValue };

    /// <summary>Measures everything in a new folder.</summary>
    /// <param name="folder">The folder, on the disk that is measured.</param>
    /// <param name="restarted">The number of ratings of the restart.</param>
    public static string Measure(string folder, int restarted)
    {
        List<string> lines = ["| what | figure |", "| --- | --- |"];
        void Add(string what, FormattableString figure) =>
            lines.Add($"| {what} | {figure.ToString(CultureInfo.InvariantCulture)} |");

        using (var memory = Recommender<int, Product>.InMemory(Schema, Products, Quiet))
        {
            WarmUp(() => LearnNanoseconds(memory));
            Add("learn in memory, ns", $"{Median(() => LearnNanoseconds(memory)):0}");
            Add("a list of 10 with reasons, us", $"{Median(() => ListMicroseconds(memory)):0}");
            memory.TrainAsync().GetAwaiter().GetResult();
            Add("the same after a training, us", $"{Median(() => ListMicroseconds(memory)):0}");
            Add("the first one after a rating of the user, us", $"{Median(() => AfterRatingMicroseconds(memory)):0}");
            int asked = 1000;
            Add("the first one of a user, us", $"{Median(() => FirstListMicroseconds(memory, asked += Lists)):0}");
        }

        string path = Path.Combine(folder, "door.data");
        using (Recommender<int, Product> disk = Opened(path))
        {
            double single = Median(() => DurablePerSecond(disk, writers: 1, inFlight: 1, count: 300));
            double grouped = Median(() => DurablePerSecond(disk, writers: 8, inFlight: 64, count: 20_000));
            Add("durable, one call after the other, learned a second", $"{single:0}");
            Add("durable, 8 writers with 64 calls each in flight, learned a second", $"{grouped:0}");
            Add("ratio", $"{grouped / single:0.0}");
        }

        string many = Path.Combine(folder, "many.data");
        using (Recommender<int, Product> disk = Opened(many))
        {
            disk.LearnAsync(Some(restarted)).GetAwaiter().GetResult();
            disk.CheckpointAsync().GetAwaiter().GetResult();
        }

        Add($"restart with {restarted:N0} ratings in a checkpoint, s", $"{Median(() => RestartSeconds(many)):0.00}");
        using (Recommender<int, Product> disk = Opened(many))
        {
            disk.LearnAsync(Some(200_000)).GetAwaiter().GetResult();
        }

        Add("the same with 200,000 more in the log, s", $"{Median(() => RestartSeconds(many)):0.00}");
        return string.Join('\n', lines);
    }

    private static Recommender<int, Product> Opened(string path) =>
        Recommender<int, Product>.OpenAsync(path, Schema, Products, Quiet).GetAwaiter().GetResult();

    private static double RestartSeconds(string path)
    {
        long started = Stopwatch.GetTimestamp();
        using Recommender<int, Product> opened = Opened(path);
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static double LearnNanoseconds(Recommender<int, Product> memory)
    {
        UserRating<int, Product>[] ratings = [.. Some(100_000)];
        long started = Stopwatch.GetTimestamp();
        foreach (UserRating<int, Product> rating in ratings)
        {
            ValueTask learned = memory.LearnAsync(rating.User, rating.Item, rating.Value, rating.Time);
            Debug.Assert(learned.IsCompletedSuccessfully, "In memory a call has ended when it returns.");
        }

        return Stopwatch.GetElapsedTime(started).TotalNanoseconds / ratings.Length;
    }

    private static double ListMicroseconds(Recommender<int, Product> memory)
    {
        int length = 0;
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < Lists; i++)
        {
            foreach (Suggestion<Product> one in memory.Recommend(i % 20, 10))
            {
                length += one.Why.Length;
            }
        }

        return length > 0 ? Stopwatch.GetElapsedTime(started).TotalMicroseconds / Lists : double.NaN;
    }

    private static double AfterRatingMicroseconds(Recommender<int, Product> memory)
    {
        double microseconds = 0;
        foreach (UserRating<int, Product> rating in Some(Lists))
        {
            ValueTask learned = memory.LearnAsync(rating.User, rating.Item, rating.Value, rating.Time);
            Debug.Assert(learned.IsCompletedSuccessfully, "In memory a call has ended when it returns.");
            microseconds += OneListMicroseconds(memory, rating.User);
        }

        return microseconds / Lists;
    }

    private static double FirstListMicroseconds(Recommender<int, Product> memory, int firstUser) =>
        Enumerable.Range(firstUser, Lists).Sum(user => OneListMicroseconds(memory, user)) / Lists;

    private static double OneListMicroseconds(Recommender<int, Product> memory, int user)
    {
        long started = Stopwatch.GetTimestamp();
        int length = memory.Recommend(user, 10).Sum(suggestion => suggestion.Why.Length);
        return length > 0 ? Stopwatch.GetElapsedTime(started).TotalMicroseconds : double.NaN;
    }

    private static double DurablePerSecond(Recommender<int, Product> disk, int writers, int inFlight, int count)
    {
        long started = Stopwatch.GetTimestamp();
        Task.WaitAll([.. Enumerable.Range(0, writers * inFlight).Select(lane => Task.Run(async () =>
        {
            foreach (UserRating<int, Product> rating in Some(count / (writers * inFlight), (ulong)lane))
            {
                await disk.LearnAsync(rating.User, rating.Item, rating.Value, rating.Time);
            }
        }))]);
        return count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static IEnumerable<UserRating<int, Product>> Some(int count, ulong seed = 1)
    {
        SplitMix64 random = new(seed);
        for (int i = 0; i < count; i++)
        {
            int user = random.Next(Users);
            yield return new UserRating<int, Product>(
                user, Products[random.Next(Items)], 0.5f + (random.Next(10) / 2f), DateTimeOffset.FromUnixTimeSeconds(1_600_000_000 + i));
        }
    }

    // Short calls are optimized in the background only after a second or two.
    private static void WarmUp(Func<double> measure)
    {
        long started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(5))
        {
            _ = measure();
            Thread.Sleep(50);
        }
    }

    private static double Median(Func<double> measure)
    {
        _ = measure();
        double[] found = [.. Enumerable.Range(0, Rounds).Select(_ => measure()).Order()];
        return found[Rounds / 2];
    }

    private static void Schema(ItemSchema<Product> schema) => schema
        .Key(product => product.Id)
        .Tags("kind", product => product.Kinds)
        .Number("price", product => product.Price);

    private sealed record Product(int Id, string[] Kinds, double Price);
}
