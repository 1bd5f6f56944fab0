using ClusterHistory;
using Microsoft.Extensions.Logging;
using WeightlessNet.Orleans.Grains;
using WeightlessNet.Orleans.Sharing;
using WeightlessNet.Orleans.Sharing.Internals;
using WeightlessNet.Orleans.Storage;
using WeightlessNet.Orleans.Tests.Grains;
using WeightlessNet.Orleans.Tests.Storage;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Serving;
using static WeightlessNet.Orleans.Tests.Sharing.TaughtUsers;

namespace WeightlessNet.Orleans.Tests.Sharing;

/// <summary>One silo trains for all, from what is stored, and nothing is lost or half-done.</summary>
public sealed class CrowdTrainerTests
{
    private static readonly CrowdModel Nobody = CrowdModel.From(new HybridRecommender(FilmWorld.Catalog, RatingScale.HalfStars));

    [Fact]
    public Task Silos_answer_with_a_training_as_one_process_does() => TrainAsync("memory");

    [StoreFact("postgres")]
    public Task Silos_over_postgres_answer_with_a_training_as_one_process_does() => TrainAsync("postgres");

    [StoreFact("redis")]
    public Task Silos_over_redis_answer_with_a_training_as_one_process_does() => TrainAsync("redis");

    [Fact]
    public async Task What_is_forgotten_leaves_at_the_next_training()
    {
        MemoryUserStore store = new();
        UserCluster cluster = await UserCluster.StartAsync(store, Nobody);
        await using (cluster)
        {
            await LearnAsync(cluster, 40);
            SiloCrowd crowd = cluster.Crowds.Single();
            CrowdTrainer trainer = new(store, crowd);
            Assert.True(await trainer.TrainAsync());
            byte[] with = FilmWorld.BytesOf(crowd.Current.Model);
            for (int user = 1; user < Users; user++)
            {
                await cluster.User(Key(user)).ForgetAllAsync(Guid.NewGuid());
            }

            // Not in the sums any more, but in what was trained.
            await crowd.RefreshAsync();
            HybridRecommender never = await OneProcessAsync(cluster);
            never.Refit();
            Assert.NotEqual(FilmWorld.BytesOf(CrowdModel.From(never)), FilmWorld.BytesOf(crowd.Current.Model));
            Assert.True(await trainer.TrainAsync());
            Assert.Equal(2, crowd.Current.Training);
            Assert.Equal(FilmWorld.BytesOf(CrowdModel.From(never)), FilmWorld.BytesOf(crowd.Current.Model));

            // Also if nothing is left.
            await cluster.User(Key(0)).ForgetAllAsync(Guid.NewGuid());
            Assert.True(await trainer.TrainAsync());
            Assert.NotEqual(with, FilmWorld.BytesOf(crowd.Current.Model));
            Assert.All(await cluster.AnswersOfAsync(Key(0)), number => Assert.False(double.IsNaN(number)));
        }
    }

    [Fact]
    public async Task The_rule_says_when_and_one_silo_trains()
    {
        MemoryUserStore store = new();
        CrowdTrainingOptions training = new()
        {
            Rule = new TrainingRule { FirstAfter = 300, Growth = 0.5 },
            Interval = TimeSpan.FromMilliseconds(10),
        };
        UserCluster cluster = await UserCluster.StartAsync(
            store, Nobody, 2, interval: TimeSpan.FromMilliseconds(10), training: training);
        await using (cluster)
        {
            await LearnAsync(cluster, 9);
            await Task.Delay(100);
            Assert.All(cluster.Crowds, crowd => Assert.Equal(0, crowd.Current.Training));
            await LearnAsync(cluster, 11);
            await UntilAsync(() => cluster.Crowds.All(crowd => crowd.Current.Training > 0));
            long trained = cluster.Crowds.First().Current.Training;
            await Task.Delay(100);
            Assert.All(cluster.Crowds, crowd => Assert.Equal(trained, crowd.Current.Training));
            Assert.Equal(trained, (await store.ReadDocumentAsync("trained crowd", 0))!.Number);
        }
    }

    [Fact]
    public async Task Time_makes_a_training_due_if_something_has_changed()
    {
        MemoryUserStore store = new();
        UserCluster cluster = await UserCluster.StartAsync(store, Nobody);
        await using (cluster)
        {
            SteppedTime time = new();
            CrowdTrainer trainer = new(store, cluster.Crowds.Single(), new CrowdTrainingOptions
            {
                Rule = new TrainingRule { FirstAfter = 1_000_000, AtLeastEvery = TimeSpan.FromDays(1) },
            }, time);
            time.Now += TimeSpan.FromDays(2);
            Assert.False(await trainer.TrainIfDueAsync(default));
            await LearnAsync(cluster, 1);
            Assert.True(await trainer.TrainIfDueAsync(default));
            await cluster.User(Key(1)).ForgetAllAsync(Guid.NewGuid());
            Assert.False(await trainer.TrainIfDueAsync(default));
            time.Now += TimeSpan.FromHours(25);
            Assert.True(await trainer.TrainIfDueAsync(default));
            time.Now += TimeSpan.FromHours(25);
            Assert.False(await trainer.TrainIfDueAsync(default));

            // Another trainer, as of a silo that has started later, knows of it.
            Assert.False(await new CrowdTrainer(store, cluster.Crowds.Single(), new CrowdTrainingOptions
            {
                Rule = new TrainingRule { AtLeastEvery = TimeSpan.FromDays(1) },
            }, time).TrainIfDueAsync(default));
        }
    }

    [Fact]
    public async Task What_ends_in_the_middle_changes_nothing()
    {
        FailingStore store = new();
        UserCluster cluster = await UserCluster.StartAsync(store, Nobody);
        await using (cluster)
        {
            await LearnAsync(cluster, 20);
            SiloCrowd crowd = cluster.Crowds.Single();
            await crowd.RefreshAsync();
            byte[] before = FilmWorld.BytesOf(crowd.Current.Model);
            CrowdTrainer trainer = new(store, crowd, new CrowdTrainingOptions { UsersPerReading = 4 });

            // Between two pages of users, and at the moment of publishing.
            foreach (Action fail in (Action[])[() => store.FailsPage = 3, () => store.FailsDocument = true])
            {
                fail();
                await Assert.ThrowsAsync<IOException>(() => trainer.TrainAsync());
                Assert.Equal(before, FilmWorld.BytesOf((await crowd.RefreshAsync()).Model));
            }

            using CancellationTokenSource cancel = new();
            store.OnPage = cancel.Cancel;
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => trainer.TrainAsync(cancel.Token));
            store.OnPage = null;
            Assert.Null(await store.ReadDocumentAsync("trained crowd", 0));

            // A silo that has ended holds the lease for a time.
            Assert.True(await store.LeaseAsync("training", "a silo that was killed", TimeSpan.FromMilliseconds(300)));
            Assert.False(await trainer.TrainAsync());
            await UntilAsync(async () => await trainer.TrainAsync());
            Assert.Equal(1, crowd.Current.Training);

            // Who was cut off while another one published is refused.
            store.OnPage = () => store.Inner.WriteDocumentAsync("trained crowd", new StoredDocument(2, new byte[] { 99 })).Wait();
            Assert.False(await trainer.TrainAsync());
            Assert.Equal(1, (await crowd.RefreshAsync()).Training);
        }
    }

    [Fact]
    public async Task A_silo_that_does_not_know_a_newer_layout_keeps_the_old_training_and_says_so()
    {
        MemoryUserStore store = new();
        UserCluster cluster = await UserCluster.StartAsync(store, Nobody);
        await using (cluster)
        {
            await LearnAsync(cluster, 20);
            Said said = new();
            using SiloCrowd crowd = new(store, Nobody, log: said);
            CrowdTrainer trainer = new(store, crowd);
            Assert.True(await trainer.TrainAsync());
            Assert.Empty(said.Warnings);
            byte[] before = FilmWorld.BytesOf(crowd.Current.Model);
            byte[] later = (await store.ReadDocumentAsync("trained crowd", 0))!.Content.ToArray();
            later[0]++;
            Assert.True(await store.WriteDocumentAsync("trained crowd", new StoredDocument(2, later)));
            Assert.Equal(before, FilmWorld.BytesOf((await crowd.RefreshAsync()).Model));
            await crowd.RefreshAsync();
            Assert.Contains("layout 3", Assert.Single(said.Warnings), StringComparison.Ordinal);

            // It must not put an older one in place of it.
            Assert.False(await trainer.TrainAsync());
            Assert.Equal(2, (await store.ReadDocumentAsync("trained crowd", 0))!.Number);

            // A layout that it knows, in which something cannot be read.
            later[0]--;
            later[8] ^= 0x40;
            Assert.True(TrainedCrowd.IsDamaged(later));
            later[8] ^= 0x40;
            Assert.False(TrainedCrowd.IsDamaged(later));
            later[^9] ^= 1;
            Assert.True(await store.WriteDocumentAsync("trained crowd", new StoredDocument(3, later)));
            Assert.Equal(1, (await crowd.RefreshAsync()).Training);
            Assert.Equal(2, said.Warnings.Count);
            Assert.True(await trainer.TrainAsync());
            Assert.Equal(4, crowd.Current.Training);
            Assert.Equal(before, FilmWorld.BytesOf(crowd.Current.Model));

            // The same layout with a snapshot of a later version, which is whole.
            later = (await store.ReadDocumentAsync("trained crowd", 0))!.Content.ToArray();
            later[25 + 32 + 10] = 99;
            TrainedCrowd.HashOf(later).CopyTo(later, 25);
            Assert.True(await store.WriteDocumentAsync("trained crowd", new StoredDocument(5, later)));
            Assert.False(await trainer.TrainAsync());
            Assert.Equal(5, (await store.ReadDocumentAsync("trained crowd", 0))!.Number);
            Assert.Equal(4, crowd.Current.Training);
        }
    }

    [Fact]
    public async Task An_application_creates_what_is_taught()
    {
        MemoryUserStore store = new();
        UserCluster cluster = await UserCluster.StartAsync(store, Nobody);
        await using (cluster)
        {
            await LearnAsync(cluster, 30);
            SiloCrowd crowd = cluster.Crowds.Single();
            List<HybridRecommender> created = [];
            CrowdTrainer trainer = new(store, crowd, new CrowdTrainingOptions
            {
                Create = (items, scale) =>
                {
                    HybridRecommender recommender = FilmWorld.Trained();
                    created.Add(recommender);
                    return recommender;
                },
            });
            int others = FilmWorld.Trained().RatingCount;
            Assert.True(await trainer.TrainAsync());
            Assert.True(created[^1].RatingCount > others + (Users * 20));

            // The sums of the other people are not in the crowd, which did not begin with them.
            HybridRecommender expected = FilmWorld.Trained();
            int first = expected.UserIdBound;
            await TeachAsync(cluster, expected, first);
            expected.Refit();
            Assert.Equal(
                FilmWorld.BytesOf(CrowdModel.From(await OneProcessAsync(cluster)).TrainedAs(CrowdModel.From(expected))),
                FilmWorld.BytesOf(crowd.Current.Model));

            Assert.Throws<ArgumentException>(() => Of((items, scale) => new HybridRecommender(items, RatingScale.Stars)));
            Assert.Throws<ArgumentException>(() => Of((items, scale) =>
                new HybridRecommender(FilmWorld.CatalogOf(FilmWorld.Items + 1), scale)));
            Assert.Throws<InvalidOperationException>(() => Of((items, scale) => null!));
            Assert.Throws<ArgumentNullException>(() => new CrowdTrainer(null!, crowd));
            Assert.Throws<ArgumentNullException>(() => new CrowdTrainer(store, null!));
            CrowdTrainer unsharable = Of((items, scale) =>
                new HybridRecommender(items, scale, () => new UserMeanRecommender(items.Count, scale)));
            await Assert.ThrowsAsync<NotSupportedException>(() => unsharable.TrainAsync());
            Assert.Equal(1, crowd.Current.Training);

            CrowdTrainer Of(Func<ItemCatalog, RatingScale, HybridRecommender> create) =>
                new(store, crowd, new CrowdTrainingOptions { Create = create });
        }
    }

    [Fact]
    public async Task A_training_reads_no_more_ratings_than_allowed_and_always_the_same_sample()
    {
        MemoryUserStore store = new();
        UserCluster cluster = await UserCluster.StartAsync(store, Nobody);
        await using (cluster)
        {
            await LearnAsync(cluster, 20);
            byte[]? first = null;
            foreach (int page in (int[])[1, 1000])
            {
                HybridRecommender? taught = null;
                using SiloCrowd crowd = new(store, Nobody);
                Assert.True(await new CrowdTrainer(store, crowd, new CrowdTrainingOptions
                {
                    MostRatings = 200,
                    UsersPerReading = page,
                    Create = (items, scale) => taught = new HybridRecommender(items, scale),
                }).TrainAsync());
                Assert.InRange(taught!.RatingCount, 150, 200);
                first ??= FilmWorld.BytesOf(crowd.Current.Model);
                Assert.Equal(first, FilmWorld.BytesOf(crowd.Current.Model));
            }
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => new CrowdTrainingOptions { MostRatings = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new CrowdTrainingOptions { UsersPerReading = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new CrowdTrainingOptions { Interval = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(() => new CrowdTrainingOptions { Lease = TimeSpan.Zero });
        Assert.Throws<ArgumentNullException>(() => new CrowdTrainingOptions { Rule = null! });
    }

    private static async Task TrainAsync(string kind)
    {
        StoreServer server = await StoreServer.CreateAsync(kind);
        await using (server)
        {
            IUserStore store = await server.OpenAsync();
            UserCluster cluster = await UserCluster.StartAsync(store, Nobody, 2);
            await using (cluster)
            {
                await LearnAsync(cluster, 40);
                CrowdTrainer trainer = new(store, cluster.Crowds.First(), new CrowdTrainingOptions { UsersPerReading = 7 });
                Assert.True(await trainer.TrainAsync());

                // What is learned and forgotten after the training counts at once.
                HybridRecommender expected = await OneProcessAsync(cluster);
                expected.Refit();
                await cluster.User(Key(3)).LearnAsync(Guid.NewGuid(), new RatedItem(7, 5, 1_650_000_000));
                expected.Learn(new Rating(IdOf(3), 7, 5, 1_650_000_000));
                RatedItem forgotten = (await cluster.User(Key(4)).RatingsAsync())[0];
                await cluster.User(Key(4)).ForgetAsync(Guid.NewGuid(), forgotten.Item);
                expected.Forget(IdOf(4), forgotten.Item);
                foreach (SiloCrowd crowd in cluster.Crowds)
                {
                    Assert.Equal(1, (await crowd.RefreshAsync()).Training);
                    Assert.Equal(
                        FilmWorld.BytesOf(CrowdModel.From(expected)), FilmWorld.BytesOf(crowd.Current.Model));
                }

                foreach (int user in (int[])[3, 4, 5])
                {
                    await cluster.DeactivateAsync(Key(user));
                    Assert.Equal(
                        AnswersOf(CrowdModel.From(expected), expected.Export(IdOf(user))), await cluster.AnswersOfAsync(Key(user)));
                }

                // A silo that starts now begins with the training.
                using SiloCrowd later = new(store, Nobody);
                Assert.Equal(FilmWorld.BytesOf(CrowdModel.From(expected)), FilmWorld.BytesOf((await later.RefreshAsync()).Model));
            }

            await store.DisposeAsync();
        }
    }

    private static double[] AnswersOf(CrowdModel crowd, PersonalRatings ratings)
    {
        PersonalModel model = new(crowd, ratings);
        ScoredItem[] list = new ScoredItem[20];
        list = list[..model.Recommend(list)];
        return AnswerNumbers.Of(
            [.. Enumerable.Range(0, FilmWorld.Items).Select(model.Predict)], list, [.. Enumerable.Range(0, 4).Select(model.Explain)]);
    }

    private static Task UntilAsync(Func<bool> holds) => UntilAsync(() => Task.FromResult(holds()));

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using CancellationTokenSource late = new(TimeSpan.FromSeconds(30));
        while (!await holds())
        {
            await Task.Delay(10, late.Token);
        }
    }

    private sealed class SteppedTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private sealed class Said : ILogger<SiloCrowd>
    {
        public List<string> Warnings { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Warnings.Add($"{formatter(state, exception)} {exception?.Message}");
    }
}
