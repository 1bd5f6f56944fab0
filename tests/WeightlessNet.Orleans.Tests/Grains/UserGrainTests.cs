using WeightlessNet.Orleans.Grains;
using WeightlessNet.Orleans.Grains.Internals;
using WeightlessNet.Orleans.Sharing;
using WeightlessNet.Orleans.Storage;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Tuning;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Storage;

namespace WeightlessNet.Orleans.Tests.Grains;

/// <summary>A user's grain stores each change once before it answers, and answers as one process would.</summary>
public sealed class UserGrainTests
{
    private static readonly CrowdModel Nobody = CrowdModel.From(FilmWorld.Untaught());

    [Fact]
    public async Task A_user_learns_and_forgets_as_in_one_process_and_is_the_same_after_an_end()
    {
        FailingStore store = new();
        WeightlessRecommender expected = FilmWorld.Untaught();
        Random random = new(1);
        UserCluster cluster = await UserCluster.StartAsync(store, Nobody, users: new() { EntriesPerSnapshot = 5 });
        await using (cluster)
        {
            for (int change = 0; change < 40; change++)
            {
                RatedItem rated = FilmWorld.Rated(random);
                if (change % 6 == 5)
                {
                    RatedItem known = expected.Export(0).Ratings[random.Next(expected.Export(0).Ratings.Length)];
                    Assert.Equal(ChangeOutcome.Applied, await cluster.User("ada").ForgetAsync(Guid.NewGuid(), known.Item));
                    Assert.True(expected.Forget(0, known.Item));
                }
                else
                {
                    Assert.Equal(ChangeOutcome.Applied, await cluster.User("ada").LearnAsync(Guid.NewGuid(), rated));
                    expected.Learn(new Rating(0, rated.Item, rated.Value, rated.Timestamp));
                }

                if (change % 7 == 6)
                {
                    await cluster.DeactivateAsync("ada");
                }

                if (change % 4 == 0)
                {
                    Assert.Equal(FilmWorld.AnswersOf(expected, 0), await cluster.AnswersOfAsync("ada"));
                }

                Assert.InRange((await store.Inner.LoadAsync("ada")).Entries.Count, 0, 5);
            }

            Assert.Equal(40, store.Writes);
            Assert.Equal(expected.Export(0).Ratings.ToArray(), await cluster.User("ada").RatingsAsync());
            byte[] exported = await cluster.User("ada").ExportAsync();
            Assert.Equal(FilmWorld.BytesOf(expected.Export(0)), exported);
        }

        // One reading is enough.
        int reads = store.Reads;
        cluster = await UserCluster.StartAsync(store, Nobody);
        await using (cluster)
        {
            Assert.Equal(FilmWorld.AnswersOf(expected, 0), await cluster.AnswersOfAsync("ada"));
            Assert.Equal(reads + 1, store.Reads);
            Assert.Equal(FilmWorld.AnswersOf(expected, 1), await cluster.AnswersOfAsync("bob"));
        }
    }

    [Fact]
    public async Task A_repeated_operation_is_applied_once_also_after_an_end()
    {
        FailingStore store = new();
        UserCluster cluster = await UserCluster.StartAsync(store, Nobody);
        await using (cluster)
        {
            IUserGrain ada = cluster.User("ada");
            Guid learning = Guid.NewGuid();
            Guid forgetting = Guid.NewGuid();
            RatedItem rated = new(3, 4, 9);
            Assert.Equal(ChangeOutcome.Applied, await ada.LearnAsync(learning, rated));
            Assert.Equal(ChangeOutcome.Repeated, await ada.LearnAsync(learning, rated));
            Assert.Equal(ChangeOutcome.Applied, await ada.ForgetAsync(forgetting, 3));
            await cluster.DeactivateAsync("ada");
            Assert.Equal(ChangeOutcome.Repeated, await ada.ForgetAsync(forgetting, 3));
            Assert.Equal(ChangeOutcome.Repeated, await ada.LearnAsync(learning, rated));
            Assert.Empty(await ada.RatingsAsync());
            Assert.Equal(2, store.Writes);

            // The id of what changed nothing is free.
            Guid nothing = Guid.NewGuid();
            Assert.Equal(ChangeOutcome.Nothing, await ada.ForgetAsync(nothing, 3));
            Assert.Equal(ChangeOutcome.Nothing, await ada.ForgetAllAsync(nothing));
            Assert.Equal(ChangeOutcome.Applied, await ada.LearnAsync(nothing, rated));

            // The ids of all but the last changes are forgotten.
            for (int i = 0; i < IUserGrain.RememberedOperations - 1; i++)
            {
                await ada.LearnAsync(Guid.NewGuid(), new RatedItem(10 + i, 4, 9));
            }

            Assert.Equal(ChangeOutcome.Repeated, await ada.LearnAsync(nothing, rated));
            await ada.LearnAsync(Guid.NewGuid(), new RatedItem(9, 4, 9));
            Assert.Equal(ChangeOutcome.Applied, await ada.LearnAsync(nothing, rated));
        }
    }

    [Fact]
    public async Task A_store_that_fails_leaves_what_it_had_and_the_change_may_be_repeated()
    {
        FailingStore store = new();
        UserCluster cluster = await UserCluster.StartAsync(store, Nobody);
        await using (cluster)
        {
            IUserGrain ada = cluster.User("ada");
            await ada.LearnAsync(Guid.NewGuid(), new RatedItem(1, 4, 9));
            foreach (bool isBefore in (bool[])[true, false])
            {
                (store.FailsBefore, store.FailsAfter) = (isBefore, !isBefore);
                Guid operation = Guid.NewGuid();
                RatedItem rated = new(isBefore ? 2 : 3, 5, 9);
                await Assert.ThrowsAsync<IOException>(() => ada.LearnAsync(operation, rated));
                Assert.Equal(isBefore ? ChangeOutcome.Applied : ChangeOutcome.Repeated, await ada.LearnAsync(operation, rated));
                Assert.Contains(rated, await ada.RatingsAsync());
            }

            Assert.Equal(3, (await store.Inner.LoadAsync("ada")).Version);
        }
    }

    [Fact]
    public async Task The_activation_that_another_one_has_overtaken_stores_nothing_and_reads_again()
    {
        MemoryUserStore store = new();
        UserCluster first = await UserCluster.StartAsync(store, Nobody);
        UserCluster second = await UserCluster.StartAsync(store, Nobody);
        await using (first)
        await using (second)
        {
            // Two clusters that do not know each other: two activations of one user.
            await first.User("ada").LearnAsync(Guid.NewGuid(), new RatedItem(1, 4, 9));
            await second.User("ada").LearnAsync(Guid.NewGuid(), new RatedItem(2, 4, 9));
            Guid operation = Guid.NewGuid();
            await Assert.ThrowsAsync<UserConflictException>(() => first.User("ada").LearnAsync(operation, new RatedItem(3, 4, 9)));
            Assert.Equal(2, (await store.LoadAsync("ada")).Version);

            Assert.Equal(ChangeOutcome.Applied, await first.User("ada").LearnAsync(operation, new RatedItem(3, 4, 9)));
            Assert.Equal([1, 2, 3], (await first.User("ada").RatingsAsync()).Select(rated => rated.Item));

            // The other one has not heard of it, but its crowd has: it gives no answer that mixes the two.
            foreach (SiloCrowd crowd in second.Crowds)
            {
                await crowd.RefreshAsync();
            }

            await Assert.ThrowsAsync<UserConflictException>(
                () => second.User("ada").ForgetAsync(Guid.NewGuid(), 2));
            Assert.Equal([1, 2, 3], (await second.User("ada").RatingsAsync()).Select(rated => rated.Item));
            Assert.Equal(await first.AnswersOfAsync("ada"), await second.AnswersOfAsync("ada"));
        }
    }

    [Fact]
    public async Task An_activation_sees_after_a_while_what_another_one_has_stored()
    {
        FailingStore store = new();
        UserCluster first = await UserCluster.StartAsync(store, Nobody, users: new UserGrainOptions { RecheckInterval = TimeSpan.Zero });
        UserCluster second = await UserCluster.StartAsync(store, Nobody);
        await using (first)
        await using (second)
        {
            IUserGrain always = first.User("ada");
            IUserGrain rarely = second.User("ada");
            await always.LearnAsync(Guid.NewGuid(), new RatedItem(1, 4, 9));
            await rarely.LearnAsync(Guid.NewGuid(), new RatedItem(2, 5, 9));
            Assert.Equal([1, 2], (await always.RatingsAsync()).Select(rated => rated.Item));
            Assert.Equal(await second.AnswersOfAsync("ada"), await first.AnswersOfAsync("ada"));

            var mute = TuningControl.Mute("genre", "genre 1");
            await always.TuneAsync(Guid.NewGuid(), mute);
            Assert.Empty(await rarely.ControlsAsync());
            await rarely.LearnAsync(Guid.NewGuid(), new RatedItem(3, 5, 9)).ContinueWith(done => Assert.True(done.IsFaulted));
            await rarely.LearnAsync(Guid.NewGuid(), new RatedItem(3, 5, 9));
            Assert.Equal([mute], await always.ControlsAsync());
            Assert.Equal(await rarely.ExportAsync(), await always.ExportAsync());

            // A store that cannot be read takes no answers away.
            store.FailsReading = true;
            Assert.Equal([1, 2, 3], (await always.RatingsAsync()).Select(rated => rated.Item));
            await Assert.ThrowsAsync<IOException>(() => always.ForgetAsync(Guid.NewGuid(), 9));
            store.FailsReading = false;
        }
    }

    [Fact]
    public async Task An_activation_finds_what_another_one_has_stored_before_it_says_that_there_is_nothing_to_forget()
    {
        MemoryUserStore store = new();
        UserCluster first = await UserCluster.StartAsync(store, Nobody);
        UserCluster second = await UserCluster.StartAsync(store, Nobody);
        await using (first)
        await using (second)
        {
            Assert.Equal(ChangeOutcome.Nothing, await second.User("ada").ForgetAsync(Guid.NewGuid(), 1));
            await first.User("ada").LearnAsync(Guid.NewGuid(), new RatedItem(1, 4, 9));
            Assert.Empty(await second.User("ada").RatingsAsync());

            Assert.Equal(ChangeOutcome.Applied, await second.User("ada").ForgetAsync(Guid.NewGuid(), 1));
            Assert.Empty(UserState.RatingsOf(await store.LoadAsync("ada")));
            await Assert.ThrowsAsync<UserConflictException>(() => first.User("ada").ForgetAllAsync(Guid.NewGuid()));
            Assert.Equal(ChangeOutcome.Nothing, await first.User("ada").ForgetAllAsync(Guid.NewGuid()));
        }
    }

    [Fact]
    public void An_interval_of_rechecks_is_not_negative()
    {
        Assert.Throws<ArgumentOutOfRangeException>("value", () => new UserGrainOptions { RecheckInterval = TimeSpan.FromSeconds(-1) });
        Assert.Equal(Timeout.InfiniteTimeSpan, new UserGrainOptions { RecheckInterval = Timeout.InfiniteTimeSpan }.RecheckInterval);
    }

    [Fact]
    public async Task A_user_who_cannot_be_read_gets_no_answer_and_others_go_on()
    {
        FailingStore store = new();
        await store.WriteAsync("damaged", 0, UserWrite.Replace(new byte[] { 1, 2, 3 }));
        UserCluster cluster = await UserCluster.StartAsync(store, Nobody);
        await using (cluster)
        {
            await cluster.User("ada").LearnAsync(Guid.NewGuid(), new RatedItem(1, 4, 9));
            await Assert.ThrowsAsync<InvalidDataException>(() => cluster.User("damaged").PredictAsync(1));
            store.FailsReading = true;
            await Assert.ThrowsAsync<IOException>(() => cluster.User("bob").PredictAsync(1));
            Assert.InRange(await cluster.User("ada").PredictAsync(1), 0.5, 5);
            store.FailsReading = false;
            Assert.InRange(await cluster.User("bob").PredictAsync(1), 0.5, 5);
        }
    }

    [Fact]
    public async Task What_is_forgotten_is_in_nothing_that_is_stored_of_the_user()
    {
        MemoryUserStore store = new();
        UserCluster cluster = await UserCluster.StartAsync(store, Nobody);
        await using (cluster)
        {
            IUserGrain ada = cluster.User("ada");
            await ada.LearnAsync(Guid.NewGuid(), new RatedItem(1, 4, 9));
            byte[] before = await ada.ExportAsync();
            await ada.LearnAsync(Guid.NewGuid(), new RatedItem(2, 4.5f, 9));
            await ada.ForgetAsync(Guid.NewGuid(), 2);
            StoredUser stored = await store.LoadAsync("ada");
            Assert.Empty(stored.Entries);
            Assert.Equal(before, await ada.ExportAsync());

            // A control that was taken back is gone too, since nothing would be left for a later forgetting to find.
            await ada.TuneAsync(Guid.NewGuid(), TuningControl.Ban(3));
            Assert.Single((await store.LoadAsync("ada")).Entries);
            await ada.UntuneAsync(Guid.NewGuid(), TuningControl.Ban(3));
            Assert.Empty((await store.LoadAsync("ada")).Entries);

            await ada.TuneAsync(Guid.NewGuid(), TuningControl.Mute("genre", "genre 1"));
            Assert.Equal(ChangeOutcome.Applied, await ada.ForgetAllAsync(Guid.NewGuid()));
            stored = await store.LoadAsync("ada");
            Assert.Empty(stored.Entries);
            Assert.Empty(await ada.ControlsAsync());
            using MemoryStream export = new(await ada.ExportAsync());
            Assert.True(Snapshot.Load<PersonalRatings>(export).Ratings.IsEmpty);
            Assert.Equal(FilmWorld.AnswersOf(FilmWorld.Untaught(), 0), await cluster.AnswersOfAsync("ada"));
        }
    }

    [Fact]
    public async Task A_rating_beyond_the_limit_of_the_options_is_in_nothing_that_is_stored()
    {
        MemoryUserStore store = new();
        WeightlessOptions options = new() { MaximumRatingsPerUser = 2 };
        UserCluster cluster = await UserCluster.StartAsync(
            store, CrowdModel.From(new WeightlessRecommender(FilmWorld.Catalog, RatingScale.HalfStars, options)));
        await using (cluster)
        {
            IUserGrain ada = cluster.User("ada");
            await ada.LearnAsync(Guid.NewGuid(), new RatedItem(9, 4, 1));
            await ada.LearnAsync(Guid.NewGuid(), new RatedItem(1, 4, 2));
            Assert.Equal(2, (await store.LoadAsync("ada")).Entries.Count);
            await ada.LearnAsync(Guid.NewGuid(), new RatedItem(2, 4, 3));
            StoredUser stored = await store.LoadAsync("ada");
            Assert.Empty(stored.Entries);
            Assert.Equal([1, 2], UserState.RatingsOf(stored).Select(rated => rated.Item));
            Assert.Equal(ChangeOutcome.Nothing, await ada.ForgetAsync(Guid.NewGuid(), 9));

            // A user who was stored with more ratings can forget each of them.
            PersonalModel free = new(Nobody);
            foreach (int item in (int[])[9, 1, 2])
            {
                free.Learn(new RatedItem(item, 4, item));
            }

            await store.AddUserAsync("bob", free.Export());
            Assert.Equal(ChangeOutcome.Applied, await cluster.User("bob").ForgetAsync(Guid.NewGuid(), 1));
            Assert.DoesNotContain(1, UserState.RatingsOf(await store.LoadAsync("bob")).Select(rated => rated.Item));
        }
    }

    [Fact]
    public async Task Controls_act_as_in_one_process_and_are_kept()
    {
        MemoryUserStore store = new();
        WeightlessRecommender inner = FilmWorld.Untaught();
        TunableRecommender expected = new(inner, FilmWorld.Catalog);
        UserCluster cluster = await UserCluster.StartAsync(store, Nobody);
        await using (cluster)
        {
            IUserGrain ada = cluster.User("ada");
            Random random = new(3);
            for (int i = 0; i < 15; i++)
            {
                RatedItem rated = FilmWorld.Rated(random);
                await ada.LearnAsync(Guid.NewGuid(), rated);
                inner.Learn(new Rating(0, rated.Item, rated.Value, rated.Timestamp));
            }

            TuningControl[] controls =
            [
                TuningControl.Mute("genre", "genre 2"), TuningControl.Boost("genre", "genre 0", 1), TuningControl.Pin(17),
                TuningControl.BoostByLevel("year", 0.1), TuningControl.WeighRecent(), TuningControl.Ban(8),
            ];
            foreach (TuningControl control in controls)
            {
                Assert.Equal(ChangeOutcome.Applied, await ada.TuneAsync(Guid.NewGuid(), control));
                expected.Apply(0, control);
                Assert.Equal(FilmWorld.AnswersOf(expected, 0), await cluster.AnswersOfAsync("ada"));
            }

            Assert.Equal(ChangeOutcome.Nothing, await ada.TuneAsync(Guid.NewGuid(), controls[0]));
            await cluster.DeactivateAsync("ada");
            Assert.Equal(controls, await ada.ControlsAsync());
            Assert.Equal(FilmWorld.AnswersOf(expected, 0), await cluster.AnswersOfAsync("ada"));

            await Assert.ThrowsAsync<ArgumentException>(
                () => ada.TuneAsync(Guid.NewGuid(), TuningControl.Mute("genre", "no such genre")));
            Assert.Equal(controls, await ada.ControlsAsync());

            // Each is taken back as if it had never been applied.
            foreach (TuningControl control in controls)
            {
                Assert.Equal(ChangeOutcome.Applied, await ada.UntuneAsync(Guid.NewGuid(), control));
                Assert.Equal(ChangeOutcome.Nothing, await ada.UntuneAsync(Guid.NewGuid(), control));
            }

            while (expected.Undo(0) is not null)
            {
            }

            Assert.Equal(FilmWorld.AnswersOf(inner, 0), await cluster.AnswersOfAsync("ada"));
        }
    }

    [Fact]
    public async Task Wrong_input_is_refused_and_nothing_is_stored()
    {
        FailingStore store = new();
        UserCluster cluster = await UserCluster.StartAsync(store, Nobody);
        await using (cluster)
        {
            IUserGrain ada = cluster.User("ada");
            await Assert.ThrowsAsync<ArgumentException>(() => ada.LearnAsync(Guid.Empty, new RatedItem(1, 4, 9)));
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => ada.LearnAsync(Guid.NewGuid(), new RatedItem(300, 4, 9)));
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => ada.LearnAsync(Guid.NewGuid(), new RatedItem(1, 6, 9)));
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => ada.ForgetAsync(Guid.NewGuid(), -1));
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => ada.PredictAsync(-1));
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => ada.ExplainAsync(300));
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => ada.ListAsync(-1));
            await Assert.ThrowsAsync<ArgumentNullException>(() => ada.TuneAsync(Guid.NewGuid(), null!));
            await Assert.ThrowsAsync<ArgumentNullException>(() => ada.UntuneAsync(Guid.NewGuid(), null!));
            Assert.Equal(0, store.Writes);
            Assert.Empty(await ada.ListAsync(0));
            Assert.Equal(FilmWorld.Items, (await ada.ListAsync(1000)).Count);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => new UserGrainOptions { EntriesPerSnapshot = 0 });
    }
}
