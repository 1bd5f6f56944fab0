using System.Collections.Concurrent;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Serving;
using WeightlessNet.Storage;
using WeightlessNet.Tests.Serving;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Hybrid;

/// <summary>How many threads train is one option of each recommender, and one of the front door.</summary>
public sealed class TrainingThreadsTests
{
    private static readonly Rating[] Ratings = WeightlessRankingRecommenderTests.OfTastes(150, 0.3, 11);

    [Theory]
    [InlineData("default")]
    [InlineData("own options")]
    [InlineData("hybrid")]
    [InlineData("hybrid, own model")]
    public void A_training_with_one_thread_uses_only_the_callers(string kind)
    {
        IBatchRecommender recommender = Created(kind, 1);
        using TrainingThreads threads = new();
        threads.Follow();
        recommender.Fit(Ratings);

        Assert.Equal([Environment.CurrentManagedThreadId], threads.Seen);
        Assert.True(threads.Count > 0);
    }

    [Theory]
    [InlineData("default")]
    [InlineData("own options")]
    [InlineData("hybrid, own model")]
    public void The_number_of_threads_changes_no_byte(string kind)
    {
        IBatchRecommender one = Created(kind, 1);
        IBatchRecommender five = Created(kind, 5);
        one.Fit(Ratings);
        five.Fit(Ratings);

        Assert.Equal(Saved(one), Saved(five));
    }

    [Fact]
    public void A_second_training_is_limited_by_its_own_options_alone()
    {
        EaseRecommender ease = new(8, RatingScale.HalfStars, new EaseOptions { MaxDegreeOfParallelism = 6 });
        EaseOptions options = new() { MaxDegreeOfParallelism = 6 };

        Assert.Equal(2, options.WithAtMost(2).Threads);
        Assert.Equal(6, options.WithAtMost(2).WithAtMost(9).Threads);
        Assert.Equal(-1, new EaseOptions().Threads);
        Assert.Equal(3, new ImplicitFactorizationOptions().WithAtMost(3).Threads);
        Assert.Equal(Saved(ease), Saved(ease.Untrained(8, 2)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public void A_number_out_of_range_is_refused(int threads)
    {
        Assert.Throws<ArgumentOutOfRangeException>(
            "MaxDegreeOfParallelism", () => new WeightlessRankingOptions { MaxDegreeOfParallelism = threads });
        Assert.Throws<ArgumentOutOfRangeException>("MaxDegreeOfParallelism", () => new TrainingRule { MaxDegreeOfParallelism = threads });
    }

    [Fact]
    public async Task The_training_rule_limits_both_models_of_the_front_door_also_after_a_restart()
    {
        using TemporaryFolder folder = new();
        Film[] films = Film.Some(60);
        RecommenderOptions<string> options = new()
        {
            Training = new TrainingRule { Growth = double.PositiveInfinity, MaxDegreeOfParallelism = 1 },
        };
        for (int opened = 0; opened < 2; opened++)
        {
            await using var recommender = await Recommender<string, Film>.OpenAsync(
                Path.Combine(folder.Path, "films"), Film.Schema, films, options);
            await recommender.LearnAsync(Film.Ratings(films, 60, 12, 2));
            using TrainingThreads threads = new();

            // A report is a call on the thread that trains. What it sets flows to the threads that help.
            CallOnce report = new(threads.Follow);
            await recommender.TrainAsync(report);

            Assert.True(threads.Count > 0);
            Assert.Equal([report.Thread], threads.Seen);
        }
    }

    [Fact]
    public void Without_a_rule_each_model_has_its_own_number()
    {
        RecommenderOptions<string> options = new()
        {
            Ratings = new HybridOptions { Fitting = new CentralModelOptions { Seed = 7, MaxDegreeOfParallelism = 2 } },
            Lists = new WeightlessRankingOptions
            {
                Nodes = 16,
                TupleSize = 5,
                CellShrinkage = 3,
                LikedFrom = 3,
                MaximumHotUsers = 9,
                MaxDegreeOfParallelism = 3,
                Seed = 5,
            },
        };
        WeightlessRankingOptions lists = options.Lists with { MaxDegreeOfParallelism = 4 };

        Assert.Equal(3, options.Lists.MaxDegreeOfParallelism);
        Assert.Equal(4, lists.MaxDegreeOfParallelism);
        Assert.Equal(
            (16, 5, 3.0, 3f, 9, 5UL),
            (lists.Nodes, lists.TupleSize, lists.CellShrinkage, lists.LikedFrom, lists.MaximumHotUsers, lists.Seed));
        Assert.Null(options.Training.MaxDegreeOfParallelism);
    }

    private static IBatchRecommender Created(string kind, int threads)
    {
        ItemCatalog catalog = WeightlessRankingRecommenderTests.CatalogOf(150);
        RatingScale scale = RatingScale.HalfStars;
        WeightlessRankingOptions ranking = new() { Nodes = 16, MaxDegreeOfParallelism = threads };
        HybridOptions hybrid = new() { Fitting = new CentralModelOptions { MaxDegreeOfParallelism = threads } };
        return kind switch
        {
            "default" => new WeightlessRankingRecommender(catalog, scale, ranking),
            "own options" => new WeightlessRankingRecommender(
                catalog,
                scale,
                ranking,
                [
                    new EaseRecommender(150, scale, new EaseOptions { MaxDegreeOfParallelism = 8 }),
                    new ImplicitFactorizationRecommender(150, scale, new ImplicitFactorizationOptions { Factors = 16 }),
                ]),
            "hybrid" => new HybridRecommender(catalog, scale, options: hybrid),
            _ => new HybridRecommender(catalog, scale, () => new BiasRecommender(150, scale), hybrid),
        };
    }

    private static byte[] Saved(IRecommender recommender)
    {
        using MemoryStream stream = new();
        recommender.GetRequired<ISnapshot>().Save(stream);
        return stream.ToArray();
    }

    // The threads to which a value flows that was set on one of them.
    private sealed class TrainingThreads : IDisposable
    {
        private readonly ConcurrentQueue<int> _seen = [];
        private readonly AsyncLocal<object?> _mark;

        public TrainingThreads() => _mark = new AsyncLocal<object?>(change =>
        {
            if (change.CurrentValue is not null)
            {
                _seen.Enqueue(Environment.CurrentManagedThreadId);
            }
        });

        public int Count => _seen.Count;

        public IEnumerable<int> Seen => _seen.Distinct();

        public void Follow() => _mark.Value = this;

        public void Dispose() => _mark.Value = null;
    }

    private sealed class CallOnce(Action call) : IProgress<double>
    {
        public int Thread { get; private set; }

        public void Report(double value)
        {
            if (Thread == 0)
            {
                Thread = Environment.CurrentManagedThreadId;
                call();
            }
        }
    }
}
