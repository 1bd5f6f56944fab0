using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Serving;
using WeightlessNet.Serving.Internals;
using Xunit;

namespace WeightlessNet.Tests.Serving;

/// <summary>When items are read for the words that mutes name, and who waits for it.</summary>
public sealed class WatchedMuteTests
{
    private static readonly Film[] Films = Film.Some(60);
    private static readonly TuningControl NoOpera = TuningControl.Mute("genre", "Opera");

    private static readonly Film Opera = new("o", "Carmen", ["Opera"], 1983);

    private int _read;
    private bool _fails;

    [Fact]
    public void A_mute_that_is_not_stored_yet_fits_whatever_others_mute_meanwhile()
    {
        var models = ServedModels<Film>.Create(SchemaOf(Film.Schema), Films, Film.Quiet, new Dictionary<int, UserDescription>());
        ItemKeys<Film> items = SchemaOf(Film.Schema).CreateKeys();
        models.Watch([NoOpera], items);
        models.Watch(Enumerable.Range(0, 1001).Select(static i => TuningControl.Mute("genre", $"g{i}")), items);
        models.CheckControl(0, NoOpera);
        Assert.Equal([NoOpera], models.KeptOf([NoOpera], Films.Length));
    }

    [Fact]
    public async Task Items_are_read_for_new_words_only_and_when_the_mute_fits()
    {
        await using var films = Recommender<string, Film>.InMemory(CountingSchema, Films, Film.Quiet);
        await films.TuneAsync("ada", TuningControl.Mute("genre", "Drama"));
        Assert.True(await ReadForAsync(films, NoOpera) >= Films.Length);
        Assert.Equal(0, await ReadForAsync(films, TuningControl.Mute("genre", "OPERA")));
        Assert.Equal(0, await ReadForAsync(films, TuningControl.Mute("name", "anything")));
        Assert.Equal(0, await ReadForAsync(films, NoOpera));
        foreach (TuningControl wrong in (TuningControl[])[
            TuningControl.Mute(TuningCondition.Has("genre", "Jazz"), TuningCondition.Has("no field", "Jazz")),
            TuningControl.Mute(TuningCondition.Has("genre", "Jazz"), TuningCondition.Has("genre", "")),
            TuningControl.Mute("genre", "Jazz") with { Item = 3 },
            TuningControl.Boost("genre", "Jazz", 1)])
        {
            _read = 0;
            await Assert.ThrowsAsync<ArgumentException>("control", () => films.TuneAsync("ada", wrong));
            Assert.Equal(0, _read);
        }
    }

    [Fact]
    public async Task A_mute_holds_though_items_could_not_be_read_when_it_was_tried_first()
    {
        await using Recommender<string, Film> films = await WithOperaAsync();
        _fails = true;
        await Assert.ThrowsAsync<TimeoutException>(() => films.TuneAsync("ada", NoOpera));
        Assert.Empty(films.ControlsOf("ada"));
        _fails = false;
        await films.TuneAsync("ada", NoOpera);
        Assert.DoesNotContain(films.Recommend("ada", 100), one => one.Item == Opera);
    }

    // So many words that a further one lets them all be read anew, without those that nobody mutes any more.
    [Fact]
    public async Task Mutes_of_others_hold_though_items_could_not_be_read_anew()
    {
        await using Recommender<string, Film> films = await WithOperaAsync();
        await films.TuneAsync("ada", NoOpera);
        for (int i = 0; i < 999; i++)
        {
            TuningControl mute = TuningControl.Mute("genre", $"g{i}");
            await films.TuneAsync("bob", mute);
            await films.UntuneAsync("bob", mute);
        }

        _fails = true;
        await Assert.ThrowsAsync<TimeoutException>(() => films.TuneAsync("bob", TuningControl.Mute("genre", "one more")));
        Assert.DoesNotContain(films.Recommend("ada", 100), one => one.Item == Opera);
        _fails = false;
        await films.TuneAsync("bob", TuningControl.Mute("genre", "one more"));
        Assert.DoesNotContain(films.Recommend("ada", 100), one => one.Item == Opera);
        Assert.Contains(films.Recommend("bob", 100), one => one.Item == Opera);
    }

    [Fact]
    public async Task Nobody_waits_while_a_training_reads_all_items_for_the_words_of_mutes()
    {
        Recommender<string, Film>? watched = null;
        bool hasWaited = false;
        bool isTraining = false;
        void Schema(ItemSchema<Film> schema) => schema.Key(film => film.Id).Tags("genre", film =>
        {
            if (isTraining && !hasWaited)
            {
                hasWaited = !Task.Run(() => watched!.LearnAsync("bob", Films[1], 4).AsTask()).Wait(TimeSpan.FromSeconds(20));
            }

            return film.Genres;
        });
        await using var films = Recommender<string, Film>.InMemory(Schema, Films, Film.Quiet);
        watched = films;
        await films.TuneAsync("ada", NoOpera);
        await films.LearnAsync(Film.Ratings(Films, 10, 10, 1));
        isTraining = true;
        await films.TrainAsync();
        isTraining = false;
        Assert.False(hasWaited);
        await films.AddItemAsync(new("o", "Carmen", ["Opera"], 1983));
        Assert.DoesNotContain(films.Recommend("ada", 100), one => one.Item.Id == "o");
    }

    [Fact]
    public async Task A_mute_holds_for_items_that_come_and_change_while_a_training_ends()
    {
        Recommender<string, Film>? watched = null;
        int changed = 0;
        void Schema(ItemSchema<Film> schema) => schema.Key(film => film.Id).Tags("genre", film =>
        {
            if (watched is { } films && film.Id == "f59" && changed < 30)
            {
                // The items before it have been read.
                changed++;
                films.UpdateItem(Films[changed] with { Genres = ["Opera"] });
            }

            return film.Genres;
        });
        await using var films = Recommender<string, Film>.InMemory(Schema, Films, Film.Quiet);
        await films.TuneAsync("ada", NoOpera);
        await films.LearnAsync(Film.Ratings(Films, 10, 10, 1));
        watched = films;
        await films.TrainAsync();
        watched = null;
        Assert.InRange(changed, 1, 30);
        Assert.DoesNotContain(films.Recommend("ada", 100), one => one.Item.Genres.Contains("Opera"));
        Assert.Equal(changed, films.Recommend("nobody", 100).Count(one => one.Item.Genres.Contains("Opera")));
    }

    private static ItemSchema<Film> SchemaOf(Action<ItemSchema<Film>> fields)
    {
        ItemSchema<Film> schema = new();
        fields(schema);
        return schema;
    }

    private void CountingSchema(ItemSchema<Film> schema) => schema
        .Key(film => film.Id)
        .Text("name", film => film.Title)
        .Tags("genre", film =>
        {
            _read++;
            return film.Genres;
        });

    // Its items cannot be read while that is to fail.
    private async Task<Recommender<string, Film>> WithOperaAsync()
    {
        var films = Recommender<string, Film>.InMemory(
            schema => schema.Key(film => film.Id).Tags(
                "genre", film => _fails && film.Id == "f30" ? throw new TimeoutException() : film.Genres),
            Films,
            Film.Quiet);
        await films.AddItemAsync(Opera);
        return films;
    }

    private async Task<int> ReadForAsync(Recommender<string, Film> films, TuningControl mute)
    {
        _read = 0;
        await films.TuneAsync("ada", mute);
        return _read;
    }
}
