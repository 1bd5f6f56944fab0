using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Serving;
using Xunit;

namespace WeightlessNet.Tests.Serving;

public sealed class RecommenderRaceTests : IDisposable
{
    private static readonly Film[] Films = Film.Some(60);
    private readonly TemporaryFolder _folder = new();

    private string Path => System.IO.Path.Combine(_folder.Path, "films.data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_user_forgotten_while_a_checkpoint_is_written_takes_no_other_user_along()
    {
        using ManualResetEventSlim writing = new();
        using ManualResetEventSlim forgotten = new();
        bool isArmed = false;
        KeyFormat<string> format = new(
            key =>
            {
                if (isArmed && !writing.IsSet)
                {
                    writing.Set();
                    forgotten.Wait();
                }

                return key;
            },
            text => text);
        void Schema(ItemSchema<Film> schema) => schema.Key(film => film.Id, format);
        RecommenderOptions<int> options = new() { Training = TrainingRule.OnDemand };
        await using (var films = await Recommender<int, Film>.OpenAsync(Path, Schema, Films, options))
        {
            await films.LearnAsync(0, Films[1], 5);
            await films.LearnAsync(7, Films[2], 4);
            isArmed = true;
            Task checkpoint = films.CheckpointAsync();
            writing.Wait();
            await films.ForgetUserAsync(7);
            forgotten.Set();
            await checkpoint;
            isArmed = false;
        }

        await using var opened = await Recommender<int, Film>.OpenAsync(Path, Schema, Films, options);
        Assert.Equal([0], opened.Users);
        Assert.Single(opened.RatingsOf(0));
    }

    [Fact]
    public async Task An_item_that_the_schema_cannot_encode_takes_no_id()
    {
        static void Schema(ItemSchema<Film> schema) => schema
            .Key(film => film.Id)
            .Tags("genre", film => film.Genres.Length > 0 ? film.Genres : throw new FormatException());
        Film good = new("good", "", ["War"], 0);
        await using (var films = await Recommender<string, Film>.OpenAsync(Path, Schema, Films, Film.Quiet))
        {
            await Assert.ThrowsAsync<FormatException>(() => films.AddItemAsync(new Film("bad", "", [], 0)));
            await films.AddItemAsync(good);
            await films.LearnAsync("a", good, 5);
        }

        await using var opened = await Recommender<string, Film>.OpenAsync(Path, Schema, [.. Films, good], Film.Quiet);
        Assert.Equal(good, Assert.Single(opened.RatingsOf("a")).Item);
    }

    [Fact]
    public async Task First_items_that_come_later_keep_their_words_and_controls()
    {
        await using (var films = await Recommender<string, Film>.OpenAsync(Path, Film.Schema, null, Film.Quiet))
        {
            await films.AddItemsAsync(Films);
            await films.TuneAsync("a", TuningControl.Mute("genre", "War"));
        }

        await using var opened = await Recommender<string, Film>.OpenAsync(Path, Film.Schema, Films, Film.Quiet);
        Assert.Equal([TuningControl.Mute("genre", "War")], opened.ControlsOf("a"));
        Assert.DoesNotContain(opened.Recommend("a", 60), one => one.Item.Genres.Contains("War"));
    }

    [Fact]
    public async Task An_item_that_is_added_and_rated_when_a_training_has_just_begun_is_in_it()
    {
        Recommender<string, Film>? films = null;
        Film late = Film.Some(1, 100)[0];
        bool isArmed = false;
        void Schema(ItemSchema<Film> schema) => schema.Key(film => film.Id).Tags("genre", film =>
        {
            if (isArmed)
            {
                isArmed = false;
                Task.Run(async () =>
                {
                    await films!.AddItemAsync(late);
                    await films.LearnAsync("ada", late, 5);
                }).Wait();
            }

            return film.Genres;
        });
        films = Recommender<string, Film>.InMemory(Schema, Films, Film.Quiet);
        await using Recommender<string, Film> owned = films;
        await films.LearnAsync(Film.Ratings(Films, 20, 10, 1));
        isArmed = true;
        Assert.Equal(Films.Length + 1, (await films.TrainAsync()).ItemCount);
        Assert.Equal(late, Assert.Single(films.RatingsOf("ada")).Item);
    }

    [Fact]
    public async Task Items_are_added_and_rated_while_a_training_runs()
    {
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        await films.LearnAsync(Film.Ratings(Films, 40, 10, 1));
        using CancellationTokenSource enough = new();
        Task<int> adding = Task.Run(async () =>
        {
            int count = 0;
            for (; !enough.IsCancellationRequested && count < 500; count++)
            {
                Film film = Film.Some(1, 100 + count)[0];
                await films.AddItemAsync(film);
                await films.LearnAsync($"u{count % 40}", film, 4);
            }

            return count;
        });
        await films.TrainAsync();
        await films.TrainAsync();
        await enough.CancelAsync();
        int added = await adding;
        Assert.Equal(Films.Length + added, films.ItemCount);
        Assert.Contains(films.RatingsOf($"u{(added - 1) % 40}"), rating => rating.Item.Id == $"f{99 + added}");
    }

    [Fact]
    public async Task A_stream_that_throws_leaves_nothing_under_way()
    {
        static async IAsyncEnumerable<UserRating<string, Film>> Broken()
        {
            for (int i = 0; i < 2000; i++)
            {
                yield return new UserRating<string, Film>($"u{i}", Films[0], 3);
            }

            await Task.CompletedTask;
            throw new FormatException();
        }

        await using var films = await Recommender<string, Film>.OpenAsync(Path, Film.Schema, Films, Film.Quiet);
        await Assert.ThrowsAsync<FormatException>(() => films.LearnAsync(Broken()));
        Assert.Equal(2000, films.RatingCount);
    }

    [Fact]
    public async Task A_checkpoint_while_items_are_added_loses_no_key()
    {
        await using (var films = await Recommender<string, Film>.OpenAsync(Path, Film.Schema, Films, Film.Quiet))
        {
            using CancellationTokenSource enough = new();
            Task checkpoints = Task.Run(async () =>
            {
                while (!enough.IsCancellationRequested)
                {
                    await films.CheckpointAsync();
                }
            });
            for (int i = 0; i < 300; i++)
            {
                Film film = Film.Some(1, 100 + i)[0];
                await films.AddItemAsync(film);
                await films.LearnAsync("ada", film, 4);
            }

            await enough.CancelAsync();
            await checkpoints;
        }

        await using var opened = await Recommender<string, Film>.OpenAsync(
            Path, Film.Schema, [.. Films, .. Film.Some(300, 100)], Film.Quiet);
        Assert.Equal(300, opened.RatingsOf("ada").Count);
    }

    [Fact]
    public async Task An_item_is_encoded_once_before_its_key_is_stored()
    {
        HashSet<string> seen = [];
        void Schema(ItemSchema<Film> schema) => schema.Key(film => film.Id)
            .Tags("genre", film => film.Year != 3000 || seen.Add(film.Id) ? film.Genres : throw new FormatException());
        Film once = new("once", "", ["War"], 3000);
        await using var films = await Recommender<string, Film>.OpenAsync(Path, Schema, Films, Film.Quiet);
        await films.AddItemsAsync([once, Film.Some(1, 100)[0]]);
        await films.LearnAsync("ada", once, 5);
        Assert.Equal(once, Assert.Single(films.RatingsOf("ada")).Item);
    }

    [Fact]
    public async Task Replaced_controls_never_show_an_item_that_is_banned_before_and_after()
    {
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        await films.BanAsync("ada", Films[0]);
        using CancellationTokenSource enough = new();
        Task tuning = Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested)
            {
                await films.BanAsync("ada", Films[1]);
                await films.UntuneAsync("ada", films.ControlsOf("ada")[^1]);
            }
        });
        for (int i = 0; i < 3000; i++)
        {
            Assert.DoesNotContain(films.Recommend("ada", Films.Length), one => one.Item == Films[0]);
        }

        await enough.CancelAsync();
        await tuning;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_forgotten_is_counted_while_others_learn(bool isDurable)
    {
        await using var films = isDurable
            ? await Recommender<string, Film>.OpenAsync(Path, Film.Schema, Films, Film.Quiet)
            : Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        Task[] learning = [.. Enumerable.Range(0, 2).Select(part => Task.Run(async () =>
        {
            for (int i = 0; i < (isDurable ? 100 : 2000); i++)
            {
                await films.LearnAsync("ada", Films[(part * 30) + (i % 30)], 4);
            }
        }))];
        Task all = Task.WhenAll(learning);
        while (!all.IsCompleted)
        {
            Assert.InRange((await films.ForgetUserAsync("ada")).Ratings, 0, Films.Length);
        }

        await all;
        int left = films.RatingsOf("ada").Count;
        Assert.Equal(left, (await films.ForgetUserAsync("ada")).Ratings);
        Assert.Equal(0, films.RatingCount);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_last_rating_of_a_batch_counts_while_controls_change(bool isDurable)
    {
        await using var films = isDurable
            ? await Recommender<string, Film>.OpenAsync(Path, Film.Schema, Films, Film.Quiet)
            : Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        using CancellationTokenSource end = new();
        var tuning = Task.Run(async () =>
        {
            while (!end.IsCancellationRequested)
            {
                await films.TuneAsync("a", TuningControl.Mute("genre", "War"));
                await films.UntuneAsync("a", TuningControl.Mute("genre", "War"));
            }
        });

        for (int round = 0; round < 50; round++)
        {
            float last = 1 + (round % 5);
            float[] values = [5, 1, 4, 2, 3, 1, 5, last];
            await films.LearnAsync(values.Select(value => new UserRating<string, Film>("a", Films[0], value)));
            Assert.Equal(last, Assert.Single(films.RatingsOf("a")).Value);
        }

        await end.CancelAsync();
        await tuning;
    }
}
