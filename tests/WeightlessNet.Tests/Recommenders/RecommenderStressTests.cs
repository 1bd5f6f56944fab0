using System.Diagnostics;
using System.Globalization;
using WeightlessNet.Bits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Tests.Recommenders.Weightless;
using Xunit.Abstractions;
using World = WeightlessNet.Tests.Recommenders.Weightless.WeightlessRecommenderWorld;

namespace WeightlessNet.Tests.Recommenders;

public sealed class RecommenderStressTests(ITestOutputHelper output)
{
    private const int Threads = 8;
    private const int SharedUsers = 12;
    private const string SecondsVariable = "WEIGHTLESSNET_STRESS_SECONDS";

    [Theory]
    [InlineData(WeightlessReading.Regression)]
    [InlineData(WeightlessReading.Histogram)]
    public async Task Eight_concurrent_threads_leave_the_state_of_sequential_changes(WeightlessReading reading)
    {
        World world = World.Random(11) with { Users = SharedUsers + Threads, Ratings = [] };
        WeightlessOptions options = world.Shape with { Reading = reading, MaximumHotUsers = 5 };
        WeightlessRecommender shared = world.Taught(options);
        Worker[] workers = [.. Enumerable.Range(0, Threads).Select(thread => new Worker(world, shared, thread))];
        double seconds = double.Parse(Environment.GetEnvironmentVariable(SecondsVariable) ?? "2", CultureInfo.InvariantCulture) / 2;
        Stopwatch clock = Stopwatch.StartNew();
        Task[] tasks = [.. workers.Select(worker => Task.Factory.StartNew(
            () =>
            {
                while (clock.Elapsed.TotalSeconds < seconds)
                {
                    worker.Step();
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))];
        await Task.WhenAll(tasks);

        WeightlessRecommender sequential = world.Taught(options, [.. workers.SelectMany(worker => worker.Held.Values)]);
        for (int item = 0; item < world.Items; item++)
        {
            sequential.UpdateItem(item, workers[item % Threads].PatternOf(item));
        }

        world.AssertSame(sequential, shared);
        Assert.All(workers, worker => Assert.True(worker.Steps > 0));
        output.WriteLine($"{workers.Sum(worker => worker.Steps)} calls in {clock.Elapsed.TotalSeconds:F1} s");
    }

    // Threads share users and items, but each pair is changed by one thread only, so every thread knows the final state of its pairs.
    private sealed class Worker(World world, WeightlessRecommender shared, int thread)
    {
        private readonly ScoredItem[] _top = new ScoredItem[5];
        private readonly Dictionary<int, int> _patterns = [];
        private SplitMix64 _random = new((ulong)thread);

        public Dictionary<(int User, int Item), Rating> Held { get; } = [];

        public long Steps { get; private set; }

        public ReadOnlySpan<ulong> PatternOf(int item) => world.Catalog.PatternOf(_patterns.GetValueOrDefault(item, item));

        public void Step()
        {
            Steps++;
            int user = _random.Next(4) == 0 ? SharedUsers + thread : _random.Next(SharedUsers);
            int item = thread + (Threads * _random.Next((world.Items - thread + Threads - 1) / Threads));
            switch (_random.Next(16))
            {
                case < 6:
                    Rating rating = new(user, item, world.RandomValue(ref _random), _random.Next(100));
                    shared.Learn(rating);
                    Held[(user, item)] = rating;
                    break;
                case < 9:
                    Assert.Equal(Held.Remove((user, item)), shared.Forget(user, item));
                    break;
                case 9:
                    int own = SharedUsers + thread;
                    (int, int)[] pairs = [.. Held.Keys.Where(pair => pair.User == own)];
                    Assert.Equal(pairs.Length, shared.ForgetUser(own));
                    Array.ForEach(pairs, pair => Held.Remove(pair));
                    break;
                case 10 when _random.Next(20) == 0:
                    _patterns[item] = _random.Next(world.Items);
                    shared.UpdateItem(item, PatternOf(item));
                    break;
                case 11:
                    Explanation explanation = shared.Explain(user, item);
                    Assert.True(double.IsFinite(explanation.Score));
                    break;
                case < 14:
                    Assert.InRange(shared.Predict(user, item), world.Scale.Minimum, world.Scale.Maximum);
                    break;
                default:
                    int count = shared.Recommend(user, _top);
                    Assert.Equal(_top.Take(count).OrderByDescending(best => best.Score).ThenBy(best => best.Item), _top.Take(count));
                    break;
            }
        }
    }
}
