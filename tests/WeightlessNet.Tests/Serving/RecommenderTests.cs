using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Serving;
using Xunit;

namespace WeightlessNet.Tests.Serving;

public sealed class RecommenderTests
{
    private static readonly Film[] Films = Film.Some(60);

    [Fact]
    public void Options_that_are_null_are_refused_where_they_are_set()
    {
        Assert.Throws<ArgumentNullException>("Training", () => new RecommenderOptions<string> { Training = null! });
        Assert.Throws<ArgumentNullException>("Ratings", () => new RecommenderOptions<string> { Ratings = null! });
        Assert.Throws<ArgumentNullException>("Lists", () => new RecommenderOptions<string> { Lists = null! });
    }

    [Fact]
    public async Task It_learns_predicts_lists_explains_and_forgets_by_key()
    {
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        await films.LearnAsync("ada", Films[0], 5, DateTimeOffset.FromUnixTimeSeconds(77));
        await films.LearnAsync("ada", Films[0] with { Title = "only the key counts" }, 4.5f);
        await films.LearnAsync("ada", Films[2], 1);

        Assert.Equal((2, 1), (films.RatingCount, films.UserCount));
        Assert.Equal(
            [new ItemRating<Film>(Films[0], 4.5f, null), new ItemRating<Film>(Films[2], 1, null)], films.RatingsOf("ada"));
        IReadOnlyList<Suggestion<Film>> list = films.Recommend("ada", 5);
        Assert.Equal(5, list.Count);
        Assert.DoesNotContain(Films[0], list.Select(one => one.Item));
        Assert.All(list, one => Assert.StartsWith("because", one.Why, StringComparison.Ordinal));
        Assert.Equal(list[0].Score, list[0].Explanation.Score);
        Assert.Contains(Films[0].Genres[0], list[0].Item.Genres);
        Assert.InRange(films.Predict("ada", Films[5]), 0.5, 5);
        Assert.Equal(new Standing(list[2].Score, 3), films.StandingOf("ada", list[2].Item));
        Assert.NotEmpty(films.WhatWouldChange("ada", list[0].Item, 3));
        Assert.NotEqual(films.StandingOf("ada", list[0].Item), films.WithoutRating("ada", Films[0], list[0].Item));
        ArgumentException unrated = Assert.Throws<ArgumentException>(
            "rated", () => films.WithoutRating("ada", Films[7], list[0].Item));
        Assert.StartsWith("The user 'ada' has not rated 'Film 7'.", unrated.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentNullException>("item", () => films.AddItemAsync(null!));
        Assert.NotEqual(films.StandingOf("ada", list[0].Item), films.IfRated("ada", Films[5], 5, list[0].Item));

        Assert.Equal(1, (await films.ForgetAsync("ada", Films[2])).Ratings);
        Assert.Equal(0, (await films.ForgetAsync("ada", Films[2])).Ratings);
        Forgotten forgotten = await films.ForgetUserAsync("ada");
        Assert.Equal(1, forgotten.Ratings);
        Assert.True(forgotten.Erased.IsCompletedSuccessfully);
        Assert.Equal((0, 0), (films.RatingCount, films.UserCount));
        Assert.Empty(films.RatingsOf("ada"));
    }

    [Fact]
    public async Task A_user_who_comes_back_is_a_new_one()
    {
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        await films.LearnAsync("ada", Films[0], 5);
        Assert.True(films.TryGetUserId("ada", out int first));
        await films.ForgetUserAsync("ada");
        Assert.False(films.TryGetUserId("ada", out _));
        await films.LearnAsync("ada", Films[1], 5);
        Assert.True(films.TryGetUserId("ada", out int second));
        Assert.NotEqual(first, second);
        Assert.Single(films.RatingsOf("ada"));
    }

    [Fact]
    public async Task Lists_obey_where_and_except_and_removed_items()
    {
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        await films.LearnAsync("ada", Films[0], 5);
        Film[] all = [.. films.Recommend("ada", 100).Select(one => one.Item)];
        Assert.Equal(Films.Length - 1, all.Length);

        Assert.Equal(
            all.Where(film => film.Year > 1980), films.Recommend("ada", 100, where: film => film.Year > 1980).Select(one => one.Item));
        Assert.Equal(all.Skip(3), films.Recommend("ada", 100, except: all[..3]).Select(one => one.Item));
        Assert.True(films.RemoveItem(all[1]));
        Assert.False(films.RemoveItem(all[1]));
        Assert.Equal(all.Where(film => film != all[1]), films.Recommend("ada", 100).Select(one => one.Item));
        Assert.Null(films.StandingOf("ada", all[1]).Rank);
        await films.LearnAsync("ben", all[1], 4);
        Assert.Empty(films.RatingsOf("ben"));
        await films.AddItemAsync(all[1]);
        Assert.Equal(all.Length, films.Recommend("ada", 100).Count);
        Assert.Single(films.RatingsOf("ben"));
    }

    [Fact]
    public async Task A_removed_item_can_be_asked_about_and_controlled_and_is_in_no_list()
    {
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        await films.LearnAsync("ada", Films[0], 5);
        double score = films.Explain("ada", Films[7]).Score;
        Assert.True(films.RemoveItem(Films[7]));

        Assert.Equal(score, films.Explain("ada", Films[7]).Score);
        Assert.Equal(new Standing(score, null), films.StandingOf("ada", Films[7]));
        Assert.Null(films.IfRated("ada", Films[1], 5, Films[7]).Rank);
        await films.PinAsync("ada", Films[7]);
        await films.BanAsync("bob", Films[7]);
        Assert.Equal(
            films.Recommend("ada", 100).Select(one => one.Item),
            films.Recommend("ada", 100, except: [Films[7]]).Select(one => one.Item));
        Assert.DoesNotContain(Films[7], films.Recommend("ada", 100).Select(one => one.Item));

        await films.AddItemAsync(Films[7]);
        Assert.Equal(Films[7], films.Recommend("ada", 1)[0].Item);
        Assert.DoesNotContain(Films[7], films.Recommend("bob", 100).Select(one => one.Item));
        await Assert.ThrowsAsync<ArgumentException>(() => films.PinAsync("ada", Film.Some(1, 900)[0]));
    }

    [Fact]
    public async Task The_number_of_items_is_known_without_a_walk_over_them()
    {
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        AllocationAssert.None(() => _ = films.ItemCount);
        Assert.Equal(Films.Length, films.ItemCount);
        films.RemoveItem(Films[3]);
        films.RemoveItem(Films[3]);
        films.RemoveItem(Films[4]);
        Assert.Equal(Films.Length - 2, films.ItemCount);
        films.UpdateItem(Films[4]);
        films.UpdateItem(Films[5]);
        await films.AddItemAsync(Films[3]);
        await films.AddItemAsync(Film.Some(1, 900)[0]);
        Assert.Equal(Films.Length + 1, films.ItemCount);
        Assert.Equal(films.Items.Count(), films.ItemCount);
    }

    [Fact]
    public async Task The_catalog_begins_empty_and_grows()
    {
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, options: Film.Quiet);
        Assert.Empty(films.Recommend("ada", 3));
        Assert.Equal(2.75, films.Predict("ada", Films[0]));
        Assert.Null(films.Inner);
        ArgumentException unknown = await Assert.ThrowsAsync<ArgumentException>(
            "item", async () => await films.LearnAsync("ada", Films[0], 5));
        Assert.Contains("f0", unknown.Message, StringComparison.Ordinal);

        await films.AddItemAsync(Films[0]);
        await films.LearnAsync("ada", Films[0], 5);
        await films.AddItemsAsync(Films);
        await films.LearnAsync("ada", Films[59], 1);
        Assert.Equal(60, films.ItemCount);
        Assert.Equal(58, films.Recommend("ada", 100).Count);
        Assert.True(films.TryGetItem("f7", out Film? found));
        Assert.Same(Films[7], found);
        Assert.False(films.TryGetItem("f99", out _));
        Assert.Contains(
            "String", Assert.Throws<ArgumentException>("key", () => films.TryGetItem(7, out _)).Message, StringComparison.Ordinal);
        films.UpdateItem(Films[7] with { Title = "Another title" });
        Assert.Equal("Another title", films.ItemOf(7).Title);
    }

    [Fact]
    public async Task Items_may_be_their_own_keys_and_have_no_features()
    {
        await using var numbers = Recommender<Guid, int>.InMemory(
            _ => { }, Enumerable.Range(100, 50), new() { Training = TrainingRule.OnDemand });
        for (int i = 0; i < 40; i++)
        {
            await numbers.LearnAsync(new Guid(i % 8, 0, 0, new byte[8]), 100 + (i * 7 % 50), 1 + (i % 5));
        }

        TrainingReport report = await numbers.TrainAsync();
        Assert.Equal((40, 8, 50), (report.RatingCount, report.UserCount, report.ItemCount));
        Assert.Equal(10, numbers.Recommend(default, 10).Count);
        Assert.Equal(45, numbers.Recommend(default, 50).Count);
    }

    [Fact]
    public async Task Controls_change_lists_and_are_taken_back_without_a_trace()
    {
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        await films.LearnAsync("ada", Films[0], 5);
        string[] before = RecommenderState.Answers(films);
        Film last = films.Recommend("ada", 100).Last(one => !one.Item.Genres.Contains("War")).Item;
        Film first = films.Recommend("ada", 1)[0].Item;

        await films.PinAsync("ada", last);
        await films.BanAsync("ada", first);
        await films.TuneAsync("ada", TuningControl.Mute("genre", "War"));
        Assert.Equal(last, films.Recommend("ada", 1)[0].Item);
        Assert.DoesNotContain(
            films.Recommend("ada", 100), one => one.Item == first || (one.Item != last && one.Item.Genres.Contains("War")));
        await Assert.ThrowsAsync<ArgumentException>(() => films.TuneAsync("ada", TuningControl.Boost("genre", "Opera", 1)));
        ArgumentException refused =
            await Assert.ThrowsAsync<ArgumentException>("control", () => films.TuneAsync("ada", TuningControl.WeighRecent()));
        Assert.StartsWith("The lists of this recommender cannot weigh recent ratings", refused.Message, StringComparison.Ordinal);
        foreach (TuningControl control in films.ControlsOf("ada"))
        {
            Assert.True(await films.UntuneAsync("ada", control));
        }

        Assert.False(await films.UntuneAsync("ada", TuningControl.Mute("genre", "War")));
        Assert.Equal(before, RecommenderState.Answers(films));
    }

    [Fact]
    public async Task Pins_and_bans_are_taken_back_by_the_item()
    {
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        await films.LearnAsync("ada", Films[0], 5);
        string[] before = RecommenderState.Answers(films);
        Film best = films.Recommend("ada", 1)[0].Item;
        Film last = films.Recommend("ada", 100)[^1].Item;
        await films.BanAsync("ada", best);
        await films.BanAsync("ada", best);
        await films.PinAsync("ada", last);
        films.RemoveItem(last);
        Assert.False(await films.UnpinAsync("ada", best));
        Assert.False(await films.UnbanAsync("ada", last));
        Assert.False(await films.UnbanAsync("bob", best));
        Assert.False(await films.UnbanAsync("ada", Films[0] with { Id = "never added" }));
        Assert.Equal(3, films.ControlsOf("ada").Count);

        Assert.True(await films.UnbanAsync("ada", best));
        Assert.True(await films.UnpinAsync("ada", last));
        await films.AddItemAsync(last);
        Assert.Empty(films.ControlsOf("ada"));
        Assert.Equal(before, RecommenderState.Answers(films));
        await Assert.ThrowsAsync<ArgumentNullException>("user", () => films.UnpinAsync(null!, best));
        await Assert.ThrowsAsync<ArgumentNullException>("item", () => films.UnbanAsync("ada", null!));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    public async Task Controls_use_the_last_values_of_an_item_however_often_it_changed(int updates, bool isAdded)
    {
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        await films.TuneAsync("ada", TuningControl.Mute("genre", "War"));
        Film changed = isAdded ? Films[0] with { Id = "added" } : Films[0];
        if (isAdded)
        {
            await films.AddItemAsync(changed with { Genres = ["War"] });
        }

        for (int update = 1; update <= updates; update++)
        {
            films.UpdateItem(changed with { Genres = [update == updates ? "War" : "Drama"] });
        }

        Assert.DoesNotContain(films.Recommend("ada", 1000), one => one.Item.Id == changed.Id);
        films.UpdateItem(changed with { Genres = ["War"], Year = 1960 });
        films.UpdateItem(changed with { Genres = ["Drama"] });
        Assert.Contains(films.Recommend("ada", 1000), one => one.Item.Id == changed.Id);
    }

    [Fact]
    public async Task Wrong_input_changes_nothing()
    {
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        await films.LearnAsync("ada", Films[0], 5);
        string[] before = RecommenderState.Ratings(films);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>("rating", async () => await films.LearnAsync("ada", Films[1], 5.5f));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>("rating", async () => await films.LearnAsync("new", Films[1], float.NaN));
        await Assert.ThrowsAsync<ArgumentNullException>("user", async () => await films.LearnAsync(null!, Films[1], 5));
        await Assert.ThrowsAsync<ArgumentNullException>("item", async () => await films.LearnAsync("ada", null!, 5));
        await Assert.ThrowsAsync<ArgumentException>("item", async () => await films.LearnAsync("ada", new Film("x", "", [], 0), 5));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => films.Recommend("ada", -1));
        Assert.Throws<ArgumentException>("user", () => films.IfRated("nobody", Films[1], 5, Films[2]));
        Assert.Throws<ArgumentOutOfRangeException>("id", () => films.ItemOf(60));
        Assert.Equal(before, RecommenderState.Ratings(films));
        Assert.Equal(1, films.UserCount);
    }

    [Fact]
    public void A_catalog_or_schema_that_cannot_work_is_refused()
    {
        Assert.Throws<ArgumentException>("catalog", () => Recommender<string, Film>.InMemory(Film.Schema, [Films[0], Films[0]]));
        Assert.Throws<ArgumentNullException>("catalog", () => Recommender<string, Film>.InMemory(Film.Schema, [null!]));
        Assert.Throws<InvalidOperationException>(() => Recommender<string, Film>.InMemory(_ => { }));
        Assert.Throws<NotSupportedException>(() => Recommender<Film, string>.InMemory(_ => { }));
    }

    [Fact]
    public async Task Many_ratings_are_learned_in_order_until_one_is_not_valid()
    {
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        UserRating<string, Film>[] ratings =
        [
            new("ada", Films[0], 5), new("ada", Films[0], 2), new("ben", Films[1], 9), new("cy", Films[2], 3),
        ];

        ArgumentException wrong = await Assert.ThrowsAsync<ArgumentException>("ratings", () => films.LearnAsync(ratings));
        Assert.IsType<ArgumentOutOfRangeException>(wrong.InnerException);
        Assert.Equal(["ada f0 2 "], RecommenderState.Ratings(films));
        Assert.Equal(2, await films.LearnAsync(Streamed([ratings[0], ratings[3]])));
        Assert.Equal(["ada f0 5 ", "cy f2 3 "], RecommenderState.Ratings(films));
        using CancellationTokenSource canceled = new();
        await canceled.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => films.LearnAsync(ratings, canceled.Token));
    }

    [Fact]
    public async Task A_canceled_rating_is_not_learned()
    {
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await films.LearnAsync("ada", Films[0], 5, null, new CancellationToken(canceled: true)));
        Assert.Equal(0, films.RatingCount);
        await using var empty = Recommender<string, Film>.InMemory(Film.Schema, null, Film.Quiet);
        Assert.False(await empty.UntuneAsync("ada", TuningControl.Mute("genre", "War")));
    }

    [Fact]
    public async Task Nothing_changes_after_it_is_disposed_of()
    {
        var films = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        await films.LearnAsync("ada", Films[0], 5);
        await films.DisposeAsync();
        films.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await films.LearnAsync("ada", Films[1], 5));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await films.ForgetUserAsync("ada"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => films.TrainAsync());
        Assert.Throws<ObjectDisposedException>(() => films.RemoveItem(Films[0]));
        Assert.Throws<ObjectDisposedException>(() => films.UpdateItem(Films[0]));
        Assert.Single(films.RatingsOf("ada"));
        Assert.False(films.Health.IsWritable);
    }

    private static async IAsyncEnumerable<UserRating<string, Film>> Streamed(UserRating<string, Film>[] ratings)
    {
        foreach (UserRating<string, Film> rating in ratings)
        {
            await Task.Yield();
            yield return rating;
        }
    }
}
