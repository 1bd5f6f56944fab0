using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Serving;
using Xunit;

namespace WeightlessNet.Tests.Serving;

public sealed class ExportTests : IDisposable
{
    private static readonly Film[] Films = Film.Some(60);
    private static readonly Film[] Reversed = [.. Films.Reverse()];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_import_waits_for_the_first_items_that_are_being_added()
    {
        using ManualResetEventSlim isAdding = new();
        using ManualResetEventSlim mayGoOn = new();
        void Schema(ItemSchema<Film> schema) => schema.Key(film => film.Id).Tags("genre", film =>
        {
            isAdding.Set();
            mayGoOn.Wait();
            return film.Genres;
        });
        await using var source = await AdaAsync();
        await using var films = Recommender<string, Film>.InMemory(Schema, null, Film.Quiet);
        var adding = Task.Run(() => films.AddItemsAsync(Films));
        isAdding.Wait();
        Task<ImportedUser> importing = films.ImportUserAsync("ada", source.ExportUser("ada"));
        mayGoOn.Set();
        await adding;
        ImportedUser imported = await importing;
        Assert.Equal((source.RatingCount, 0), (imported.Ratings, imported.UnknownItems.Count));
    }

    [Fact]
    public async Task A_user_moves_to_a_recommender_with_other_item_ids_and_stays_after_a_restart()
    {
        byte[] exported;
        string[] ratings;
        await using (var source = await AdaAsync())
        {
            exported = source.ExportUser("ada");
            ratings = RatingsOf(source, "ada");
        }

        await using (var target = await OpenAsync(Reversed))
        {
            ImportedUser imported = await target.ImportUserAsync("eve", exported);
            Assert.Equal((4, 0, 0), (imported.Ratings, imported.UnknownItems.Count, imported.DroppedControls));
            Assert.Equal(0, imported.Replaced.Ratings);
            Check(target);
        }

        await using var opened = await OpenAsync(Reversed);
        Check(opened);

        void Check(Recommender<string, Film> target)
        {
            Assert.Equal(ratings, RatingsOf(target, "eve"));
            Assert.Equal(exported, target.ExportUser("eve"));
            Assert.True(target.TryGetItemId(Films[10], out int pinned));
            Assert.True(target.TryGetItemId(Films[3], out int banned));
            Assert.Equal(
                [TuningControl.Pin(pinned), TuningControl.Mute("genre", "War"), TuningControl.Ban(banned)], target.ControlsOf("eve"));
            Assert.Equal(Films[10], target.Recommend("eve", 1)[0].Item);
        }
    }

    [Fact]
    public async Task It_replaces_all_that_the_user_has_in_one_write()
    {
        await using var source = await AdaAsync();
        using Listener listener = new();
        await using var films = await OpenAsync(Films, "import");
        await films.LearnAsync("eve", Films[30], 1);
        await films.LearnAsync("eve", Films[0], 1);
        await films.TuneAsync("eve", TuningControl.Mute("genre", "Horror"));
        await films.LearnAsync("bob", Films[0], 3);
        Assert.True(films.TryGetUserId("eve", out int id));
        await films.CheckpointAsync();

        ImportedUser imported = await films.ImportUserAsync("eve", source.ExportUser("ada"));
        Assert.Equal(2, imported.Replaced.Ratings);
        Assert.Equal(RatingsOf(source, "ada"), RatingsOf(films, "eve"));
        Assert.Equal(source.ControlsOf("ada"), films.ControlsOf("eve"));
        Assert.Single(films.RatingsOf("bob"));
        Assert.True(films.TryGetUserId("eve", out int same));
        Assert.Equal(id, same);
        Assert.Equal(6, listener.Values("import", "weightlessnet.flush.changes")[^1]);
        Assert.Equal(2, listener.Values("import", "weightlessnet.ratings.forgotten").Sum());
        Assert.Equal(7, listener.Values("import", "weightlessnet.ratings.learned").Sum());

        // What was replaced is forgotten, and goes from the disk with the next checkpoint, also after a restart.
        Assert.True(films.Health.IsErasureDue);
        Assert.False(imported.Replaced.Erased.IsCompleted);
        await films.DisposeAsync();
        await using var opened = await OpenAsync(Films);
        Assert.True(opened.Health.IsErasureDue);
        await opened.CheckpointAsync();
        Assert.False(opened.Health.IsErasureDue);
        Assert.Equal(RatingsOf(source, "ada"), RatingsOf(opened, "eve"));
    }

    [Fact]
    public async Task Answers_after_an_import_are_those_of_learning()
    {
        await using var source = await AdaAsync();
        await using var imported = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        await using var learned = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        await imported.LearnAsync("ada", Films[50], 2);
        await imported.ImportUserAsync("ada", source.ExportUser("ada"));
        foreach (ItemRating<Film> rating in source.RatingsOf("ada"))
        {
            await learned.LearnAsync("ada", rating.Item, rating.Value, rating.Time);
        }

        foreach (TuningControl control in source.ControlsOf("ada"))
        {
            await (control.Kind == TuningKind.Pin ? learned.PinAsync("ada", Films[control.Item!.Value])
                : control.Kind == TuningKind.Ban ? learned.BanAsync("ada", Films[control.Item!.Value])
                : learned.TuneAsync("ada", control));
        }

        Assert.Equal(RecommenderState.Answers(learned), RecommenderState.Answers(imported));
    }

    [Fact]
    public async Task Items_and_controls_that_are_unknown_here_are_reported()
    {
        await using var source = await AdaAsync();
        await using var films = Recommender<string, Film>.InMemory(
            schema => schema.Key(film => film.Id).Number("year", film => film.Year), Films[1..9], Film.Quiet);
        ImportedUser imported = await films.ImportUserAsync("ada", source.ExportUser("ada"));
        Assert.Equal(2, imported.Ratings);
        Assert.Equal(["f0", "f20"], imported.UnknownItems.Order(StringComparer.Ordinal));
        Assert.Equal(0, imported.DroppedControls);
        Assert.Equal(3, films.ControlsOf("ada").Count);
        Assert.True(films.TryGetItemId(Films[3], out int banned));
        Assert.Equal([TuningControl.Ban(banned)], films.ControlsOf("ada").Skip(2));

        await films.AddItemsAsync(Films);
        Assert.Empty((await films.ImportUserAsync("ada", source.ExportUser("ada"))).UnknownItems);
        Assert.Equal(RatingsOf(source, "ada"), RatingsOf(films, "ada"));
    }

    [Fact]
    public async Task What_is_imported_during_a_training_is_kept()
    {
        await using var source = await AdaAsync();
        byte[] exported = source.ExportUser("ada");
        await using var before = await RatedAsync();
        await before.ImportUserAsync("u1", exported);
        await before.TrainAsync();
        await using var during = await RatedAsync();
        bool isDone = false;
        await during.TrainAsync(new During(() =>
        {
            Assert.True(during.ImportUserAsync("u1", exported).Wait(TimeSpan.FromSeconds(30)));
            isDone = true;
        }));

        Assert.True(isDone);
        Assert.Equal(RecommenderState.Ratings(before), RecommenderState.Ratings(during));
        Assert.Equal(before.ControlsOf("u1"), during.ControlsOf("u1"));
        Assert.Equal(Films[10], during.Recommend("u1", 1)[0].Item);
    }

    [Fact]
    public async Task Damaged_bytes_and_another_scale_change_nothing()
    {
        await using var source = await AdaAsync();
        byte[] exported = source.ExportUser("ada");
        await using var films = await OpenAsync(Films);
        await films.LearnAsync("eve", Films[30], 1);
        for (int at = 0; at < exported.Length; at++)
        {
            byte[] damaged = [.. exported];
            damaged[at] ^= 0x10;
            await Assert.ThrowsAsync<InvalidDataException>(() => films.ImportUserAsync("eve", damaged));
            await Assert.ThrowsAsync<InvalidDataException>(() => films.ImportUserAsync("eve", exported[..at]));
        }

        RecommenderOptions<string> stars = new() { Scale = RatingScale.Stars, Training = TrainingRule.OnDemand };
        await using var other = Recommender<string, Film>.InMemory(Film.Schema, Films, stars);
        InvalidDataException scale = await Assert.ThrowsAsync<InvalidDataException>(() => other.ImportUserAsync("eve", exported));
        Assert.Contains(
            "0.5 to 5 by 0.5, and this recommender has ratings, on a scale of 1 to 5 by 1. Convert",
            scale.Message,
            StringComparison.Ordinal);
        Assert.Equal((1, 1, 1), (films.RatingCount, films.UserCount, (int)films.RatingsOf("eve")[0].Value));
        Assert.Equal((0, 0), (other.RatingCount, other.UserCount));
    }

    [Fact]
    public async Task An_unknown_user_is_exported_as_nothing_and_nobody_comes_of_it()
    {
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        await films.LearnAsync("ada", Films[0], 5);
        byte[] nothing = films.ExportUser("nobody");
        Assert.Equal(0, (await films.ImportUserAsync("somebody", nothing)).Ratings);
        Assert.Equal(["ada"], films.Users);
        Assert.Equal(1, (await films.ImportUserAsync("ada", nothing)).Replaced.Ratings);
        Assert.Equal(0, films.RatingCount);

        await using var empty = Recommender<string, Film>.InMemory(Film.Schema, null, Film.Quiet);
        Assert.Equal(nothing, empty.ExportUser("nobody"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => empty.ImportUserAsync("ada", nothing));
    }

    [Fact]
    public async Task A_hundred_ratings_take_less_than_two_kilobytes()
    {
        Film[] films = [.. Enumerable.Range(0, 100).Select(i => new Film($"tt{i * 12_345_678L % 100_000_000:D8}", "", ["War"], 2000))];
        await using var rated = Recommender<string, Film>.InMemory(Film.Schema, films, Film.Quiet);
        for (int i = 0; i < films.Length; i++)
        {
            await rated.LearnAsync("ada", films[i], 4, DateTimeOffset.FromUnixTimeSeconds(1_500_000_000 + (i * 7_654_321L % 200_000_000)));
        }

        Assert.Equal(100, rated.RatingCount);
        Assert.InRange(rated.ExportUser("ada").Length, 1200, 2048);
    }

    private static async Task<Recommender<string, Film>> AdaAsync()
    {
        var films = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        await films.LearnAsync("ada", Films[0], 5, DateTimeOffset.FromUnixTimeSeconds(77));
        await films.LearnAsync("ada", Films[20], 0.7f, DateTimeOffset.FromUnixTimeSeconds(1_600_000_000));
        await films.LearnAsync("ada", Films[4], 3);
        await films.LearnAsync("ada", Films[7], 4.5f, DateTimeOffset.FromUnixTimeSeconds(-5));
        await films.PinAsync("ada", Films[10]);
        await films.TuneAsync("ada", TuningControl.Mute("genre", "War"));
        await films.BanAsync("ada", Films[3]);
        return films;
    }

    private static async Task<Recommender<string, Film>> RatedAsync()
    {
        var films = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        await films.LearnAsync(Film.Ratings(Films, 40, 10, 2));
        return films;
    }

    private static string[] RatingsOf(Recommender<string, Film> films, string user) =>
        [.. films.RatingsOf(user).Select(rating => $"{rating.Item.Id} {rating.Value:R} {rating.Time:O}").Order(StringComparer.Ordinal)];

    private Task<Recommender<string, Film>> OpenAsync(Film[] films, string? name = null) => Recommender<string, Film>.OpenAsync(
        Path.Combine(_folder.Path, "films.data"), Film.Schema, films, new() { Name = name, Training = TrainingRule.OnDemand });

    private sealed class During(Action change) : IProgress<double>
    {
        private Action? _change = change;

        public void Report(double value)
        {
            if (value is > 0 and < 1)
            {
                Interlocked.Exchange(ref _change, null)?.Invoke();
            }
        }
    }
}
