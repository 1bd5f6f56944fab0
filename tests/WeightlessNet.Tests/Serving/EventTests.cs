using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Serving;
using WeightlessNet.Serving.Internals;
using Xunit;
using static WeightlessNet.Tests.Serving.EventFilms;

namespace WeightlessNet.Tests.Serving;

public sealed class EventTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => System.IO.Path.Combine(_folder.Path, "films.data");

    public void Dispose() => _folder.Dispose();

    private Task<Recommender<string, Film>> OpenAsync(int decimals = 0) =>
        EventFilms.OpenAsync(Path, decimals);

    [Fact]
    public async Task Amounts_are_added_up_to_the_cent()
    {
        using Recommender<string, Film> films = InMemory(decimals: 2);
        for (int i = 0; i < 1000; i++)
        {
            await films.AddEventAsync("ada", Films[0], 0.1m);
        }

        await films.AddEventAsync("ada", Films[0], 0.01m, DateTimeOffset.FromUnixTimeSeconds(50));
        await films.AddEventAsync("ada", Films[0], 67_672.15m, DateTimeOffset.FromUnixTimeSeconds(20));
        ItemEvents<Film> total = Assert.Single(films.EventsOf("ada"));
        Assert.Equal(67_772.16m, total.Total);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(50), total.Time);

        await films.SetEventsAsync("ada", Films[0], 3.25m, DateTimeOffset.FromUnixTimeSeconds(30));
        Assert.Equal(new ItemEvents<Film>(Films[0], 3.25m, DateTimeOffset.FromUnixTimeSeconds(30)), films.EventsOf("ada")[0]);
        await films.SetEventsAsync("ada", Films[0], 4);
        Assert.Null(films.EventsOf("ada")[0].Time);

        // A known time is later than an unknown one, also before 1970.
        await films.AddEventAsync("ada", Films[0], 1, DateTimeOffset.FromUnixTimeSeconds(-7));
        await films.AddEventAsync("ada", Films[0], 1);
        await films.AddEventAsync("ada", Films[0], 1, DateTimeOffset.FromUnixTimeSeconds(-9));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(-7), films.EventsOf("ada")[0].Time);
    }

    [Fact]
    public async Task A_total_of_0_leaves_no_time_behind_however_changes_are_written_together()
    {
        await using Recommender<string, Film> films = await OpenAsync();
        for (int round = 0; round < 300; round++)
        {
            // None waits for the others, so some are in one batch.
            await Task.WhenAll(
                films.AddEventAsync("ada", Films[0], 2, DateTimeOffset.FromUnixTimeSeconds(900)).AsTask(),
                films.AddEventAsync("ada", Films[0], -2, DateTimeOffset.FromUnixTimeSeconds(950)).AsTask(),
                films.AddEventAsync("ada", Films[0], 1, DateTimeOffset.FromUnixTimeSeconds(100)).AsTask());

            Assert.Equal(new ItemEvents<Film>(Films[0], 1, DateTimeOffset.FromUnixTimeSeconds(100)), films.EventsOf("ada")[0]);
            await films.ForgetAsync("ada", Films[0]);
        }
    }

    [Fact]
    public async Task A_question_takes_every_total()
    {
        using Recommender<string, Film> films = InMemory(2);
        await films.AddEventAsync("ada", Films[1]);
        foreach (float total in (float[])[0.01f, 1, 123.45f, 99_999.99f, 150_000.25f, 167_772.16f])
        {
            Assert.Equal(films.IfRated("ada", Films[0], 1, Films[5]), films.IfRated("ada", Films[0], total, Films[5]));
        }

        foreach (float total in (float[])[0, 0.004f, 167_772.2f, float.NaN, float.PositiveInfinity, float.MaxValue])
        {
            Assert.Equal("rating", Assert.Throws<ArgumentOutOfRangeException>(
                () => films.IfRated("ada", Films[0], total, Films[5])).ParamName);
        }
    }

    [Fact]
    public async Task A_forgotten_event_was_never_there()
    {
        using Recommender<string, Film> films = InMemory();
        using Recommender<string, Film> never = InMemory();
        await FillAsync(films);
        await FillAsync(never);
        await films.AddEventAsync("u3", Films[5], 12_345);
        await films.AddEventAsync("u4", Films[6]);
        Assert.NotEqual(Answers(never), Answers(films));

        Assert.Equal(1, (await films.ForgetEventAsync("u3", Films[5], 12_345)).Ratings);
        await films.ForgetEventAsync("u4", Films[6]);
        Assert.Equal(Answers(never), Answers(films));
        Assert.Equal(0, (await films.ForgetEventAsync("nobody", Films[5])).Ratings);
    }

    [Fact]
    public async Task Everything_is_there_after_a_restart_with_and_without_a_checkpoint()
    {
        string before;
        await using (Recommender<string, Film> films = await OpenAsync())
        {
            await FillAsync(films);
            await films.CheckpointAsync();
            await films.AddEventAsync("u1", Films[2], 5);
            await films.AddEventAsync("u1", Films[2], 7);
            await films.ForgetEventAsync("u1", Films[2], 5);
            await films.SetEventsAsync("new", Films[3], 9);
            await films.AddEventAsync("new", Films[3], -9);
            await films.AddEventAsync("new", Films[4], 1);
            before = Answers(films);
        }

        await using (Recommender<string, Film> films = await OpenAsync())
        {
            Assert.Equal(before, Answers(films));
            Assert.True(films.Health.IsErasureDue);
            await films.TrainAsync();
            before = Answers(films);
        }

        await using Recommender<string, Film> trained = await OpenAsync();
        Assert.Equal(before, Answers(trained));
        Assert.False(trained.Health.IsErasureDue);
    }

    [Fact]
    public async Task Events_at_the_same_time_all_count_and_one_that_is_too_much_hurts_no_other()
    {
        await using (Recommender<string, Film> films = await OpenAsync())
        {
            await films.AddEventAsync("full", Films[1], 1 << 24);
            Task[] added =
            [
                .. Enumerable.Range(0, 2000).Select(
                    i => Task.Run(async () => await films.AddEventAsync($"u{i % 3}", Films[i % 2], (i % 5) + 1))),
            ];
            Task[] refused = [.. Enumerable.Range(0, 20).Select(_ => Task.Run(async () => await films.AddEventAsync("full", Films[1])))];
            await Task.WhenAll(added);
            foreach (Task one in refused)
            {
                await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => one);
            }
        }

        await using Recommender<string, Film> opened = await OpenAsync();
        Assert.Equal(1 << 24, TotalOf(opened, "full", Films[1]));
        for (int user = 0; user < 3; user++)
        {
            foreach (int film in (int[])[0, 1])
            {
                decimal expected = Enumerable.Range(0, 2000).Where(i => i % 3 == user && i % 2 == film).Sum(i => (i % 5) + 1);
                Assert.Equal(expected, TotalOf(opened, $"u{user}", Films[film]));
            }
        }
    }

    [Fact]
    public async Task Many_events_are_added_with_few_writes()
    {
        const int count = 3000;
        using Listener listener = new();
        RecommenderOptions<string> options = new() { Name = "many events", Training = TrainingRule.OnDemand, Events = new EventOptions() };
        string before;
        await using (var films = await Recommender<string, Film>.OpenAsync(Path, Film.Schema, Films, options))
        {
            int flushesBefore = listener.Values("many events", "weightlessnet.flush.changes").Length;
            Assert.Equal(count, await films.AddEventsAsync(
                Enumerable.Range(0, count).Select(i => new UserEvent<string, Film>($"u{i % 7}", Films[i % 11], i + 1))));
            Assert.InRange(listener.Values("many events", "weightlessnet.flush.changes").Length - flushesBefore, 1, count / 10);
            Assert.Equal(Enumerable.Range(0, count).Where(i => i % 77 == 5).Sum(i => i + 1), TotalOf(films, "u5", Films[5]));

            // Those before a wrong one stay.
            ArgumentException wrong = await Assert.ThrowsAsync<ArgumentException>("events", () => films.AddEventsAsync(
                [new("ada", Films[0]), new("ada", Films[1], 0), new("ada", Films[2])]));
            Assert.StartsWith("At position 1: An amount is not 0", wrong.Message, StringComparison.Ordinal);
            Assert.Equal("amount", Assert.IsType<ArgumentOutOfRangeException>(wrong.InnerException).ParamName);
            Assert.Equal([new ItemEvents<Film>(Films[0], 1, null)], films.EventsOf("ada"));
            wrong = await Assert.ThrowsAsync<ArgumentException>(
                "events", () => films.AddEventsAsync([new("bob", Films[0], 1 << 24), new("bob", Films[0])]));
            Assert.StartsWith("At position 1: The total", wrong.Message, StringComparison.Ordinal);
            Assert.Equal(1 << 24, TotalOf(films, "bob", Films[0]));
            await Assert.ThrowsAsync<OperationCanceledException>(
                () => films.AddEventsAsync([new("eve", Films[0])], new CancellationToken(true)));
            Assert.Equal(0, await films.AddEventsAsync([]));
            before = Answers(films);
        }

        await using Recommender<string, Film> opened = await OpenAsync();
        Assert.Equal(before, Answers(opened));
        using var stars = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        await Assert.ThrowsAsync<InvalidOperationException>(() => stars.AddEventsAsync([]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Totals_can_be_set_again_and_again(bool isStored)
    {
        await using Recommender<string, Film> films = isStored ? await OpenAsync() : InMemory();
        UserEvent<string, Film>[] totals =
        [
            .. Enumerable.Range(0, 500).Select(i => new UserEvent<string, Film>($"u{i % 7}", Films[i % 11], i + 1)),
        ];
        await films.AddEventAsync("u0", Films[0], 3);
        Assert.Equal(500, await films.SetEventsAsync(totals));
        string once = Answers(films);
        Assert.Equal(497, TotalOf(films, "u6", Films[1]));
        Assert.Equal(500, await films.SetEventsAsync(totals.ToAsyncEnumerable()));
        Assert.Equal(once, Answers(films));

        ArgumentException wrong = await Assert.ThrowsAsync<ArgumentException>(
            "totals", () => films.SetEventsAsync([new("ada", Films[0], 5), new("ada", Films[1], 0.5m)]));
        Assert.StartsWith("At position 1: ", wrong.Message, StringComparison.Ordinal);
        Assert.Equal(5, TotalOf(films, "ada", Films[0]));
        Assert.Equal(2, await films.AddEventsAsync(
            new UserEvent<string, Film>[] { new("ada", Films[0]), new("ada", Films[0]) }.ToAsyncEnumerable()));
        Assert.Equal(7, TotalOf(films, "ada", Films[0]));
    }

    [Fact]
    public async Task A_canceled_call_has_added_the_events_before_some_point_and_none_after_it()
    {
        const int count = 60_000;
        await using Recommender<string, Film> films = await OpenAsync();
        using CancellationTokenSource canceled = new();
        IEnumerable<UserEvent<string, Film>> events = Enumerable.Range(0, count).Select(i =>
        {
            if (i == count / 3)
            {
                canceled.CancelAfter(0);
            }

            return new UserEvent<string, Film>($"u{i / Films.Length}", Films[i % Films.Length]);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => films.AddEventsAsync(events, canceled.Token));

        bool[] isAdded = [.. Enumerable.Range(0, count / Films.Length).SelectMany(
            user => Films.Select(film => TotalOf(films, $"u{user}", film) is not null))];
        int added = isAdded.Count(static one => one);
        Assert.InRange(added, count / 3, count - 1);
        Assert.Equal(added - 1, Array.LastIndexOf(isAdded, true));
    }

    [Fact]
    public async Task A_user_leaves_and_comes_with_all_totals_and_controls()
    {
        using Recommender<string, Film> films = InMemory(2);
        using Recommender<string, Film> other = InMemory(2);
        using Recommender<string, Film> counts = InMemory(0);
        using var stars = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        await films.AddEventAsync("ada", Films[0], 19.99m, DateTimeOffset.FromUnixTimeSeconds(77));
        await films.AddEventAsync("ada", Films[1], -0.01m);
        await films.TuneAsync("ada", TuningControl.Mute("genre", "War"));
        byte[] exported = films.ExportUser("ada");
        Assert.Equal(2, (await other.ImportUserAsync("eve", exported)).Ratings);
        Assert.Equal(films.EventsOf("ada"), other.EventsOf("eve"));
        Assert.Single(other.ControlsOf("eve"));
        await Assert.ThrowsAsync<InvalidDataException>(() => counts.ImportUserAsync("eve", exported));
        await Assert.ThrowsAsync<InvalidDataException>(() => stars.ImportUserAsync("eve", exported));

        Assert.Equal(2, (await films.ForgetUserAsync("ada")).Ratings);
        Assert.Empty(films.EventsOf("ada"));
    }

    [Fact]
    public async Task A_folder_keeps_what_it_was_created_for()
    {
        await using (Recommender<string, Film> films = await OpenAsync(2))
        {
            await films.AddEventAsync("ada", Films[0], 0.25m);
        }

        await Assert.ThrowsAsync<InvalidDataException>(() => OpenAsync(0));
        await Assert.ThrowsAsync<InvalidDataException>(
            () => Recommender<string, Film>.OpenAsync(Path, Film.Schema, Films, Film.Quiet));
        await using Recommender<string, Film> opened = await OpenAsync(2);
        Assert.Equal(0.25m, TotalOf(opened, "ada", Films[0]));
    }

    [Fact]
    public async Task A_repaired_folder_has_all_totals()
    {
        await using (Recommender<string, Film> films = await OpenAsync())
        {
            await films.AddEventAsync("ada", Films[0], 3);
            await films.AddEventAsync("ada", Films[0], 4);
            await films.AddEventAsync("ada", Films[1], 2);
            await films.ForgetEventAsync("ada", Films[1], 2);
        }

        // A checkpoint that cannot be read: what follows it is kept, with the keys.
        string checkpoint = Directory.GetFiles(Path, "checkpoint-*").Single();
        byte[] bytes = File.ReadAllBytes(checkpoint);
        bytes[^1] ^= 1;
        File.WriteAllBytes(checkpoint, bytes);
        RecommenderFiles.Repair(Path);
        await using Recommender<string, Film> opened = await OpenAsync();
        Assert.Equal(7, Assert.Single(opened.EventsOf("ada")).Total);
    }

    [Fact]
    public async Task What_is_about_ratings_is_refused_and_so_are_events_beside_ratings()
    {
        using Recommender<string, Film> films = InMemory();
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await films.LearnAsync("ada", Films[0], 1));
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => films.LearnAsync([new UserRating<string, Film>("ada", Films[0], 1, null)]));
        Assert.Throws<InvalidOperationException>(() => films.Predict("ada", Films[0]));
        Assert.Throws<InvalidOperationException>(() => films.ExplainRating("ada", Films[0]));
        Assert.Throws<InvalidOperationException>(() => films.RatingsOf("ada"));

        using var stars = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await stars.AddEventAsync("ada", Films[0]));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await stars.ForgetEventAsync("ada", Films[0]));
        Assert.Throws<InvalidOperationException>(() => stars.EventsOf("ada"));

        RecommenderOptions<string>[] contradicting =
        [
            new() { Events = new EventOptions(), Scale = RatingScale.Stars },
            new() { Events = new EventOptions(), Lists = new WeightlessRankingOptions { LikedFrom = 1 } },
            new() { Events = new EventOptions(), CentralModel = (count, scale) => new MatrixFactorizationRecommender(count, scale) },
        ];
        Assert.All(
            contradicting,
            options => Assert.Throws<ArgumentException>(() => Recommender<string, Film>.InMemory(Film.Schema, Films, options)));
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0, "0.5")]
    [InlineData(0, "16777217")]
    [InlineData(2, "0.001")]
    [InlineData(2, "167772.17")]
    [InlineData(6, "79228162514264337593543950335")]
    public async Task An_amount_that_cannot_be_kept_exactly_is_refused(int decimals, string text)
    {
        using Recommender<string, Film> films = InMemory(decimals);
        decimal amount = decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal("amount", (await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            async () => await films.AddEventAsync("ada", Films[0], amount))).ParamName);
        Assert.Equal("total", (await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            async () => await films.SetEventsAsync("ada", Films[0], -amount))).ParamName);
        Assert.Equal(0, films.UserCount);
        Assert.Equal(0, films.RatingCount);
    }

    [Fact]
    public async Task A_total_beyond_the_greatest_is_refused_and_the_old_one_stays()
    {
        using Recommender<string, Film> films = InMemory();
        await films.AddEventAsync("ada", Films[0], -(1 << 24));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await films.AddEventAsync("ada", Films[0], -1));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await films.ForgetEventAsync("ada", Films[0], 1));
        Assert.Equal(-(1 << 24), TotalOf(films, "ada", Films[0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EventOptions { Decimals = 7 });
    }

    [Fact]
    public void Every_total_is_stored_exactly()
    {
        for (int units = -EventOptions.Greatest; units <= EventOptions.Greatest; units += units is > -1000 and < 1000 ? 1 : 37)
        {
            Assert.Equal(units, EventOptions.UnitsOf(EventOptions.ValueOf(units)));
        }

        Assert.Equal(EventOptions.Greatest, EventOptions.UnitsOf(EventOptions.ValueOf(EventOptions.Greatest)));
    }
}
