using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Serving;
using WeightlessNet.Serving.Internals;
using Xunit;

namespace WeightlessNet.Tests.Serving;

public sealed class EventTests : IDisposable
{
    private static readonly Film[] Films = Film.Some(60);
    private readonly TemporaryFolder _folder = new();

    private string Path => System.IO.Path.Combine(_folder.Path, "films.data");

    public void Dispose() => _folder.Dispose();

    private static RecommenderOptions<string> Options(int decimals = 0) => new()
    {
        Training = TrainingRule.OnDemand,
        Durability = Durability.OperatingSystem,
        Events = new EventOptions { Decimals = decimals },
    };

    private static Recommender<string, Film> InMemory(int decimals = 0) =>
        Recommender<string, Film>.InMemory(Film.Schema, Films, Options(decimals));

    private Task<Recommender<string, Film>> OpenAsync(int decimals = 0) =>
        Recommender<string, Film>.OpenAsync(Path, Film.Schema, Films, Options(decimals));

    private static decimal? TotalOf(Recommender<string, Film> films, string user, Film film)
    {
        ItemEvents<Film>[] found = [.. films.EventsOf(user).Where(one => one.Item == film)];
        return found.Length == 0 ? null : Assert.Single(found).Total;
    }

    // Everything that users see, so that two recommenders can be compared.
    private static string Answers(Recommender<string, Film> films) => string.Join('\n', films.Users.Order().Select(user =>
        $"{user}: {string.Join(' ', films.EventsOf(user).Select(one => $"{one.Item.Id}={one.Total}@{one.Time?.ToUnixTimeSeconds()}"))} "
        + string.Join(' ', films.Recommend(user, 20).Select(one => $"{one.Item.Id}:{one.Score:R}"))));

    private static async Task FillAsync(Recommender<string, Film> films)
    {
        foreach (UserRating<string, Film> one in Film.Ratings(Films, 40, 15, 3))
        {
            await films.AddEventAsync(one.User, one.Item, one.Value >= 4 ? (int)(one.Value * 7) : -1, one.Time);
        }
    }

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
    public async Task Those_who_like_an_item_are_not_similar_to_those_who_gave_it_back()
    {
        using Recommender<string, Film> films = InMemory();
        await films.AddEventAsync("ada", Films[0], 2);
        await films.AddEventAsync("ada", Films[1], -2);
        await films.AddEventAsync("bob", Films[0], 5000);
        await films.AddEventAsync("bob", Films[1], -1);
        await films.AddEventAsync("cy", Films[0], -2);
        await films.AddEventAsync("cy", Films[1], 2);
        await films.AddEventAsync("dee", Films[1], -7);
        Assert.Equal(
            [new SimilarUser<string>("bob", 1, 2), new SimilarUser<string>("dee", 0.5, 1)],
            films.SimilarUsers("ada", 9));
    }

    [Fact]
    public async Task A_training_is_due_by_new_likes_and_not_by_more_of_the_same()
    {
        using var films = Recommender<string, Film>.InMemory(
            Film.Schema, Films, new() { Events = new EventOptions(), Training = new TrainingRule { FirstAfter = 30, Growth = 0.5 } });

        // Five totals pass 1, 2, 4, 8 and 16: 25 changes.
        for (int i = 0; i < 200; i++)
        {
            await films.AddEventAsync("ada", Films[i % 5], 1);
            if (i > 100)
            {
                await films.ForgetEventAsync("ada", Films[i % 5], 1);
            }
        }

        // Twice the pause between two looks.
        await Task.Delay(500);
        Assert.Null(films.LastTraining);
        for (int i = 5; i < 10; i++)
        {
            await films.AddEventAsync("ada", Films[i], 1);
        }

        for (int wait = 0; films.LastTraining is null && wait < 600; wait++)
        {
            await Task.Delay(50);
        }

        Assert.NotNull(films.LastTraining);
    }

    [Fact]
    public async Task How_large_totals_are_does_not_count_where_all_likes_count_alike()
    {
        RecommenderOptions<string> alike = new()
        {
            Training = TrainingRule.OnDemand,
            Events = new EventOptions { Weights = LikeWeights.Equal },
        };
        using var films = Recommender<string, Film>.InMemory(Film.Schema, Films, alike);
        using var larger = Recommender<string, Film>.InMemory(Film.Schema, Films, alike);
        Random random = new(4);
        foreach (UserRating<string, Film> one in Film.Ratings(Films, 60, 15, 3))
        {
            await films.SetEventsAsync(one.User, one.Item, one.Value >= 3 ? 1 : -1, one.Time);
            await larger.SetEventsAsync(one.User, one.Item, (one.Value >= 3 ? 1 : -1) * (1 << random.Next(20)), one.Time);
        }

        await films.TrainAsync();
        await larger.TrainAsync();
        Assert.Equal(ListsOfAll(films), ListsOfAll(larger));

        static string ListsOfAll(Recommender<string, Film> films) => string.Join('\n', films.Users.Select(user =>
            string.Join(' ', films.Recommend(user, 30).Select(one => $"{one.Item.Id}:{one.Score:R}"))));
    }

    [Fact]
    public async Task What_was_given_back_is_no_reason()
    {
        using Recommender<string, Film> films = InMemory();
        await films.AddEventAsync("ada", Films[0], -3);
        Contribution[] byField = [new(ContributionKind.Field, "genre", 1)];
        Reason reason = films.ReasonOf(new Explanation(0, 5, 1, [], byField, [new RatingContribution(0, -3, 1)]));
        Assert.Equal(ReasonKind.Field, reason.Kind);
        reason = films.ReasonOf(new Explanation(0, 5, 1, [], byField, [new RatingContribution(0, -3, 2), new RatingContribution(1, 3, 1)]));
        Assert.Equal((ReasonKind.Rating, 1), (reason.Kind, reason.ItemId));
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
    public async Task Lists_follow_what_a_user_chose_more_often_in_any_unit()
    {
        using Recommender<string, Film> counted = await TrainedAsync(LikeWeights.ByAmount);
        using Recommender<string, Film> finer = await TrainedAsync(LikeWeights.ByAmount, unit: 1 << 12);
        using Recommender<string, Film> ignored = await TrainedAsync(LikeWeights.Equal);
        Assert.Equal(Scores(counted, "one"), Scores(finer, "one"));
        Assert.NotEqual(Scores(counted, "one"), Scores(counted, "other"));
        Assert.Equal(Scores(ignored, "one"), Scores(ignored, "other"));

        // The next amount counts without a training.
        string before = Scores(counted, "one");
        await counted.AddEventAsync("one", Films[1], 90);
        Assert.NotEqual(before, Scores(counted, "one"));
        await counted.ForgetEventAsync("one", Films[1], 90);
        Assert.Equal(before, Scores(counted, "one"));

        static string Scores(Recommender<string, Film> films, string user) =>
            string.Join(' ', films.Recommend(user, 20).Select(one => $"{one.Item.Id}:{one.Score:R}"));

        static async Task<Recommender<string, Film>> TrainedAsync(LikeWeights weights, int unit = 1)
        {
            RecommenderOptions<string> options = new()
            {
                Training = TrainingRule.OnDemand,
                Events = new EventOptions { Weights = weights },
            };
            var films = Recommender<string, Film>.InMemory(Film.Schema, Films, options);
            foreach (UserRating<string, Film> one in Film.Ratings(Films, 60, 15, 3))
            {
                await films.AddEventAsync(one.User, one.Item, (int)(one.Value * one.Value) * unit, one.Time);
            }

            foreach ((string user, int first, int second) in ((string, int, int)[])[("one", 40, 2), ("other", 2, 40)])
            {
                await films.SetEventsAsync(user, Films[0], first * unit);
                await films.SetEventsAsync(user, Films[1], second * unit);
            }

            await films.TrainAsync();
            return films;
        }
    }

    [Fact]
    public async Task What_speaks_against_an_item_is_no_like()
    {
        using Recommender<string, Film> films = InMemory();
        await films.AddEventAsync("ada", Films[0], 2);
        await films.AddEventAsync("bob", Films[1], -2);
        Assert.Equal(-2, TotalOf(films, "bob", Films[1]));
        Assert.Equal(Films[0], films.Recommend("eve", 1)[0].Item);
        Assert.True(films.StandingOf("eve", Films[0]).Score > films.StandingOf("eve", Films[1]).Score);

        // Bought and given back.
        await films.AddEventAsync("ada", Films[0], -2);
        Assert.Empty(films.EventsOf("ada"));
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
            Assert.Equal("amount", (await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => films.AddEventsAsync(
                [new("ada", Films[0]), new("ada", Films[1], 0), new("ada", Films[2])]))).ParamName);
            Assert.Equal([new ItemEvents<Film>(Films[0], 1, null)], films.EventsOf("ada"));
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
                () => films.AddEventsAsync([new("bob", Films[0], 1 << 24), new("bob", Films[0])]));
            Assert.Equal(1 << 24, TotalOf(films, "bob", Films[0]));
            await Assert.ThrowsAsync<OperationCanceledException>(() => films.AddEventsAsync([new("eve", Films[0])], new CancellationToken(true)));
            Assert.Equal(0, await films.AddEventsAsync([]));
            before = Answers(films);
        }

        await using Recommender<string, Film> opened = await OpenAsync();
        Assert.Equal(before, Answers(opened));
        using var stars = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        await Assert.ThrowsAsync<InvalidOperationException>(() => stars.AddEventsAsync([]));
    }

    [Fact]
    public async Task A_training_loses_nothing_that_is_added_meanwhile()
    {
        using Recommender<string, Film> films = InMemory();
        await FillAsync(films);
        decimal before = TotalOf(films, "u1", Films[2]) ?? 0;
        Task<TrainingReport> training = films.TrainAsync();
        int count = 0;
        do
        {
            await films.AddEventAsync("u1", Films[2]);
            count++;
        }
        while (!training.IsCompleted || count < 3);
        TrainingReport report = await training;
        Assert.Empty(report.RatingParts);
        Assert.NotEmpty(report.ListParts);
        Assert.Equal(before + count, TotalOf(films, "u1", Films[2]) ?? 0);
    }

    [Fact]
    public async Task A_forgotten_event_is_in_no_central_model_of_a_checkpoint()
    {
        await using Recommender<string, Film> films = await OpenAsync();
        await FillAsync(films);
        await films.TrainAsync();
        ItemEvents<Film> first = films.EventsOf("u7")[0];
        WeightlessRankingRecommender lists = ListsOf(films);
        Assert.True(films.TryGetUserId("u7", out int user) & films.TryGetItemId(first.Item, out int item));
        Assert.Contains(lists.TrainedRatings, one => one.User == user && one.Item == item);
        await films.AddEventAsync("u7", first.Item, 4);
        await films.ForgetEventAsync("u7", first.Item, first.Total);
        Assert.Equal(4, TotalOf(films, "u7", first.Item));
        Assert.DoesNotContain(lists.TrainedRatings, one => one.User == user && one.Item == item);
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
    public async Task Questions_are_about_what_was_chosen()
    {
        using Recommender<string, Film> films = InMemory();
        await FillAsync(films);
        await films.AddEventAsync("ada", Films[0], 150);
        Suggestion<Film> first = films.Recommend("ada", 3, film => film.Genres.Contains(Films[0].Genres[0]))[0];
        Assert.Equal($"because you chose Film 0 (genre {Films[0].Genres[0]})", films.Why(new Explanation(
            0, 5, 1, [], [new Contribution(ContributionKind.Field, "genre", 1)], [new RatingContribution(0, 150, 1)])));
        Assert.Equal(150, Assert.Single(first.Explanation.ByRating).Value);
        Assert.DoesNotContain("rate", first.Why, StringComparison.Ordinal);
        Assert.Equal(films.StandingOf("ada", Films[5]), films.IfRated("ada", Films[0], 150, Films[5]));
        Assert.Equal(150, films.WhatWouldChange("ada", Films[5], 1)[0].Rating!.Value.Value);
        Assert.NotEmpty(films.SimilarUsers("u1", 3));
        Assert.Equal(150, Assert.Single(films.RecommendByLikes("ada", 1, 3)).Rating);
    }

    [Fact]
    public async Task What_is_about_ratings_is_refused_and_so_are_events_beside_ratings()
    {
        using Recommender<string, Film> films = InMemory();
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await films.LearnAsync("ada", Films[0], 1));
        await Assert.ThrowsAsync<InvalidOperationException>(() => films.LearnAsync([new UserRating<string, Film>("ada", Films[0], 1, null)]));
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

    private static WeightlessRankingRecommender ListsOf(Recommender<string, Film> films) =>
        Assert.IsType<RatingsAndLists>(Assert.IsAssignableFrom<DelegatingRecommender>(films.Inner).Inner).Lists;
}
