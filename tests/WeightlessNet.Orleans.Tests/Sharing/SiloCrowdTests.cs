using WeightlessNet.Orleans.Grains;
using WeightlessNet.Orleans.Internals;
using WeightlessNet.Orleans.Sharing;
using WeightlessNet.Orleans.Storage;
using WeightlessNet.Orleans.Tests.Grains;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Storage;

namespace WeightlessNet.Orleans.Tests.Sharing;

/// <summary>After a pause all silos have the crowd of one process that learned and forgot the same, to the byte.</summary>
public sealed class SiloCrowdTests
{
    private const int Users = 12;

    [Fact]
    public Task Three_silos_answer_as_one_process() =>
        FollowAsync(FilmWorld.Untaught(), static recommender => CrowdModel.From(recommender), 3);

    [Fact]
    public Task Two_silos_over_trained_models_answer_as_one_process() =>
        FollowAsync(FilmWorld.Trained(), static recommender => CrowdModel.From(recommender), 2);

    [Fact]
    public async Task A_silo_that_starts_later_reads_the_checkpoint_and_what_came_after()
    {
        MemoryUserStore store = new();
        var origin = CrowdModel.From(FilmWorld.Untaught());
        CrowdOptions options = new() { EntriesPerCheckpoint = 7, EntriesPerReading = 3 };
        using SiloCrowd first = new(store, origin, options);
        using SiloCrowd second = new(store, origin, options);
        CrowdChanges all = new(origin.Scale);
        Random random = new(8);
        for (int i = 0; i < 60; i++)
        {
            PersonalModel model = new(origin);
            model.Learn(FilmWorld.Rated(random));
            CrowdChanges change = new(origin.Scale);
            change.Replace(null, model.Export());
            all.Add(change);
            await store.WriteAsync($"user {i}", 0, UserWrite.Append(default, FilmWorld.BytesOf(change)));
            SiloCrowd reading = i % 20 < 10 ? first : second;
            Assert.Equal(FilmWorld.BytesOf(origin.With(all)), FilmWorld.BytesOf((await reading.RefreshAsync()).Model));
        }

        CrowdLog log = await store.ReadCrowdAsync(new long[CrowdParts.Count]);
        Assert.InRange(log.Checkpoint!.Number, 4, 8);
        Assert.InRange(log.Entries.Count, 0, 20);
        using SiloCrowd later = new(store, origin, options);
        Assert.Equal(FilmWorld.BytesOf(origin.With(all)), FilmWorld.BytesOf((await later.RefreshAsync()).Model));
        Assert.Same(later.Current, await later.RefreshAsync());
        Assert.Same(later.Current, await later.ReachAsync(3, later.Current.Positions[3]));
        await Assert.ThrowsAsync<InvalidDataException>(() => later.ReachAsync(3, later.Current.Positions[3] + 1));
    }

    [Fact]
    public async Task An_entry_that_does_not_fit_holds_up_its_part_at_most()
    {
        var origin = CrowdModel.From(FilmWorld.Untaught());
        byte[] good = ChangeOf(RatingScale.HalfStars);
        byte[] damaged = [.. good];
        damaged[^1] ^= 1;
        CrowdChanges takes = new(RatingScale.HalfStars);
        takes.Subtract(Snapshot.Load<CrowdChanges>(new MemoryStream(good)));
        string other = Enumerable.Range(0, 99).Select(Key).First(key => CrowdParts.Of(key) != CrowdParts.Of("ada"));
        foreach ((byte[] wrong, int after, string said) in ((byte[], int, string)[])
            [(ChangeOf(RatingScale.Stars), 2, "left out"), (damaged, 0, "checksum"), (FilmWorld.BytesOf(takes), 0, "takes away")])
        {
            MemoryUserStore store = new();
            await store.WriteAsync("ada", 0, UserWrite.Append(default, wrong));
            await store.WriteAsync("ada", 1, UserWrite.Append(default, after == 2 ? good : wrong));
            using SiloCrowd crowd = new(store, origin);
            CrowdVersion version = await crowd.RefreshAsync();
            Assert.Equal(after, version.Positions[CrowdParts.Of("ada")]);
            Assert.Contains(said, crowd.Health.UnusedEntry, StringComparison.Ordinal);
            Assert.Contains($"part {CrowdParts.Of("ada")}", crowd.Health.UnusedEntry, StringComparison.Ordinal);
            Assert.False(crowd.Health.IsHealthy);
            if (after == 0)
            {
                await store.WriteAsync(other, 0, UserWrite.Append(default, ChangeOf(RatingScale.HalfStars, 2)));
                Assert.Equal(1, (await crowd.RefreshAsync()).Positions[CrowdParts.Of(other)]);
                Assert.Equal(0, crowd.Current.Positions[CrowdParts.Of("ada")]);
                InvalidDataException waits = await Assert.ThrowsAsync<InvalidDataException>(
                    () => crowd.ReachAsync(CrowdParts.Of("ada"), 2));
                Assert.Contains(said, waits.Message, StringComparison.Ordinal);
            }
        }

        Assert.Throws<ArgumentNullException>(() => new SiloCrowd(null!, origin));
        Assert.Throws<ArgumentNullException>(() => new SiloCrowd(new MemoryUserStore(), null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CrowdOptions { Interval = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(() => new CrowdOptions { EntriesPerCheckpoint = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new CrowdOptions { EntriesPerReading = 0 });

        static byte[] ChangeOf(RatingScale scale, int item = 1) =>
            FilmWorld.ChangeOf(CrowdModel.From(new WeightlessRecommender(FilmWorld.Catalog, scale)), item);
    }

    [Fact]
    public async Task Who_lost_the_race_for_a_checkpoint_saves_the_rest_in_time()
    {
        MemoryUserStore store = new();
        var origin = CrowdModel.From(FilmWorld.Untaught());
        using SiloCrowd crowd = new(
            store, origin, new CrowdOptions { EntriesPerCheckpoint = 2, CheckpointInterval = TimeSpan.FromMilliseconds(300) });
        byte[] change = FilmWorld.ChangeOf(origin, 1);
        await store.WriteAsync("ada", 0, UserWrite.Append(default, change));
        await crowd.RefreshAsync();

        // Another silo saves that, and this one reads one more and tries to save both, of which the number is taken.
        long[] positions = new long[CrowdParts.Count];
        positions[CrowdParts.Of("ada")] = 1;
        Assert.True(await store.SaveCrowdAsync(new CrowdCheckpoint(1, positions, change)));
        await store.WriteAsync("bob", 0, UserWrite.Append(default, change));
        await crowd.RefreshAsync();
        Assert.Single((await store.ReadCrowdAsync(new long[CrowdParts.Count])).Entries);
        await Task.Delay(350);
        await crowd.RefreshAsync();
        CrowdLog log = await store.ReadCrowdAsync(new long[CrowdParts.Count]);
        Assert.Empty(log.Entries);
        Assert.Equal(2, log.Checkpoint!.Number);
    }

    [Fact]
    public async Task Time_makes_a_checkpoint_due_also_after_another_silo_has_written_one()
    {
        MemoryUserStore store = new();
        var origin = CrowdModel.From(FilmWorld.Untaught());
        CrowdOptions options = new() { CheckpointInterval = TimeSpan.FromMilliseconds(200) };
        using SiloCrowd first = new(store, origin, options);
        using SiloCrowd second = new(store, origin, options);
        await WriteAsync("ada");
        await first.RefreshAsync();
        await second.RefreshAsync();
        Assert.Single((await store.ReadCrowdAsync(new long[CrowdParts.Count])).Entries);
        await Task.Delay(250);
        await first.RefreshAsync();
        await WriteAsync("bob");
        await second.RefreshAsync();
        CrowdLog log = await store.ReadCrowdAsync(new long[CrowdParts.Count]);
        Assert.Equal(2, log.Checkpoint!.Number);
        Assert.Empty(log.Entries);
        await Task.Delay(250);
        await first.RefreshAsync();
        await second.RefreshAsync();
        Assert.InRange((await store.ReadCrowdAsync(new long[CrowdParts.Count])).Checkpoint!.Number, 2, 3);
        Assert.Throws<ArgumentOutOfRangeException>(() => new CrowdOptions { CheckpointInterval = TimeSpan.Zero });

        Task WriteAsync(string user) => store.WriteAsync(user, 0, UserWrite.Append(default, FilmWorld.ChangeOf(origin, 1)));
    }

    [Fact]
    public async Task All_who_wait_for_a_reading_share_it()
    {
        FailingStore store = new() { Gate = new TaskCompletionSource() };
        using SiloCrowd crowd = new(store, CrowdModel.From(FilmWorld.Untaught()));
        Task<CrowdVersion>[] reading = [.. Enumerable.Range(0, 50).Select(_ => crowd.RefreshAsync())];
        while (store.CrowdReads == 0)
        {
            await Task.Delay(1);
        }

        // The first reading has begun: those who come now need one more, and share it.
        Task<CrowdVersion>[] later = [.. Enumerable.Range(0, 50).Select(_ => crowd.RefreshAsync())];
        using CancellationTokenSource cancel = new();
        Task<CrowdVersion> impatient = crowd.RefreshAsync(cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        Assert.Equal(1, store.CrowdReads);
        store.Gate.SetResult();
        await Task.WhenAll([.. reading, .. later]);
        Assert.InRange(store.CrowdReads, 2, 3);
        crowd.Dispose();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => crowd.RefreshAsync());
    }

    [Fact]
    public async Task A_silo_that_lacks_an_item_waits_for_it()
    {
        var origin = CrowdModel.From(FilmWorld.Untaught());
        ItemCatalog more = FilmWorld.CatalogOf(FilmWorld.Items + 2);
        WeightlessRecommender all = new(more, RatingScale.HalfStars);
        MemoryUserStore store = new();
        string[] users = [.. Enumerable.Range(0, 40).Select(i => $"user {i}")];
        string late = users[0];
        for (int user = 0; user < users.Length; user++)
        {
            foreach (int item in (int[])[user, users[user] == late ? FilmWorld.Items + 1 : 100])
            {
                PersonalRatings before = all.Export(user);
                all.Learn(new Rating(user, item, 4));
                CrowdChanges change = new(origin.Scale);
                change.Replace(before, all.Export(user));
                StoredUser stored = await store.LoadAsync(users[user]);
                await store.WriteAsync(users[user], stored.Version, UserWrite.Append(default, FilmWorld.BytesOf(change)));
            }
        }

        // The part of the user goes on up to the rating, others to their end.
        using SiloCrowd crowd = new(store, origin, new CrowdOptions { EntriesPerReading = 1 });
        CrowdVersion version = await crowd.RefreshAsync();
        Assert.Equal(FilmWorld.Items + 1, version.LackedItem);
        int part = CrowdParts.Of(late);
        Assert.Equal(1, version.Positions[part]);
        string other = users.First(user => CrowdParts.Of(user) != part);
        Assert.Same(version, await crowd.ReachAsync(CrowdParts.Of(other), (await store.LoadAsync(other)).CrowdSequence));
        Task<CrowdVersion> waiting = crowd.ReachAsync(part, (await store.LoadAsync(late)).CrowdSequence);
        await Task.Delay(150);
        Assert.False(waiting.IsCompleted);
        await store.WriteItemsAsync([.. Enumerable.Range(0, more.Count).Select(item => KeyValuePair.Create(
            $"item {item}", new ItemContent(0, more.PatternOf(item).ToArray()).ToBytes()))]);
        version = await waiting;
        Assert.Null(version.LackedItem);
        Assert.Equal(FilmWorld.BytesOf(CrowdModel.From(all)), FilmWorld.BytesOf(version.Model));

        // A silo that begins now, with a checkpoint of all.
        using SiloCrowd saving = new(store, origin, new CrowdOptions { EntriesPerCheckpoint = 1 });
        await saving.RefreshAsync();
        Assert.NotNull((await store.ReadCrowdAsync(new long[CrowdParts.Count])).Checkpoint);
        using SiloCrowd later = new(store, origin);
        Assert.Equal(FilmWorld.BytesOf(CrowdModel.From(all)), FilmWorld.BytesOf((await later.RefreshAsync()).Model));
    }

    [Fact]
    public async Task Items_that_do_not_fit_are_refused_and_the_present_crowd_stays()
    {
        var origin = CrowdModel.From(FilmWorld.Untaught());
        ulong[] pattern = origin.Catalog.PatternOf(0).ToArray();
        byte[] later = new ItemContent(0, pattern).ToBytes().ToArray();
        later[0]++;
        foreach (ReadOnlyMemory<byte> wrong in (ReadOnlyMemory<byte>[])
            [new ItemContent(0, (ulong[])[.. pattern, 0]).ToBytes(), later, new ItemContent(0, pattern).ToBytes()[..^1]])
        {
            MemoryUserStore store = new();
            await store.WriteItemsAsync([new("item", wrong)]);
            using SiloCrowd crowd = new(store, origin);
            await Assert.ThrowsAsync<InvalidDataException>(() => crowd.RefreshAsync());
            Assert.Same(origin, crowd.Current.Model);
        }
    }

    // Users learn and forget at the same time, asked meanwhile. Silos exchange all the time, and write checkpoints.
    private static async Task FollowAsync<T>(T expected, Func<T, CrowdModel> crowdOf, short silos)
        where T : ICounterfactualRecommender, IPortableRecommender
    {
        MemoryUserStore store = new();
        UserCluster cluster = await UserCluster.StartAsync(
            store, crowdOf(expected), silos, new UserGrainOptions { EntriesPerSnapshot = 6 }, TimeSpan.FromMilliseconds(20));
        await using (cluster)
        {
            await Task.WhenAll(Enumerable.Range(0, Users).Select(user => LiveAsync(cluster.User(Key(user)), new Random(user))));
            foreach (SiloCrowd crowd in cluster.Crowds)
            {
                await crowd.RefreshAsync();
            }

            for (int user = 0; user < Users; user++)
            {
                foreach (RatedItem rated in await cluster.User(Key(user)).RatingsAsync())
                {
                    expected.Learn(new Rating(FilmWorld.FirstUser + user, rated.Item, rated.Value, rated.Timestamp));
                }
            }

            byte[] crowdOfOne = FilmWorld.BytesOf(crowdOf(expected));
            Assert.Equal(silos, cluster.Crowds.Count());
            Assert.All(cluster.Crowds, crowd => Assert.Equal(crowdOfOne, FilmWorld.BytesOf(crowd.Current.Model)));
            for (int user = 0; user < Users; user++)
            {
                Assert.Equal(FilmWorld.AnswersOf(expected, FilmWorld.FirstUser + user), await cluster.AnswersOfAsync(Key(user)));
                await cluster.DeactivateAsync(Key(user));
                Assert.Equal(FilmWorld.AnswersOf(expected, FilmWorld.FirstUser + user), await cluster.AnswersOfAsync(Key(user)));
            }

            Assert.NotNull((await store.ReadCrowdAsync(new long[CrowdParts.Count])).Checkpoint);
        }
    }

    private static async Task LiveAsync(IUserGrain user, Random random)
    {
        for (int change = 0; change < 40; change++)
        {
            ChangeOutcome outcome = random.Next(8) switch
            {
                0 => await user.ForgetAsync(Guid.NewGuid(), random.Next(FilmWorld.Items)),
                1 when random.Next(5) == 0 => await user.ForgetAllAsync(Guid.NewGuid()),
                _ => await user.LearnAsync(Guid.NewGuid(), FilmWorld.Rated(random)),
            };
            Assert.NotEqual(ChangeOutcome.Repeated, outcome);
            Assert.InRange(await user.PredictAsync(random.Next(FilmWorld.Items)), 0.5, 5);
        }
    }

    private static string Key(int user) => $"user {user}";
}
