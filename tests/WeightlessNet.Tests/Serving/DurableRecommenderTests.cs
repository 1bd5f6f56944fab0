using System.Text;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Serving;
using WeightlessNet.Serving.Internals;
using Xunit;

namespace WeightlessNet.Tests.Serving;

public sealed class DurableRecommenderTests : IDisposable
{
    private static readonly Film[] Films = Film.Some(60);
    private readonly TemporaryFolder _folder = new();

    private string Path => System.IO.Path.Combine(_folder.Path, "films.data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Everything_is_there_after_a_restart()
    {
        string[] ratings;
        string[] answers;
        await using (var films = await OpenAsync(Films))
        {
            await films.LearnAsync(Film.Ratings(Films, 20, 10, 1));
            await films.ForgetAsync("u1", films.RatingsOf("u1")[0].Item);
            await films.ForgetUserAsync("u2");
            await films.LearnAsync("u2", Films[3], 4);
            await films.TuneAsync("u3", TuningControl.Mute("genre", "War"));
            await films.PinAsync("tuned only", Films[9]);
            (ratings, answers) = (RecommenderState.Ratings(films), RecommenderState.Answers(films));
        }

        await using var opened = await OpenAsync(Films);
        Assert.Equal(ratings, RecommenderState.Ratings(opened));
        Assert.Equal(answers, RecommenderState.Answers(opened));
        Assert.Equal([TuningControl.Mute("genre", "War")], opened.ControlsOf("u3"));
        Assert.Equal(Films[9], opened.Recommend("tuned only", 1)[0].Item);
        Assert.Equal(0, opened.Health.DiscardedBytes);
    }

    [Fact]
    public async Task What_was_trained_is_there_after_a_restart()
    {
        string[] answers;
        await using (var films = await OpenAsync(Films))
        {
            await films.LearnAsync(Film.Ratings(Films, 60, 12, 2));
            TrainingReport report = await films.TrainAsync();
            Assert.NotEmpty(report.RatingParts);
            await films.LearnAsync(Film.Ratings(Films, 10, 3, 3));
            answers = RecommenderState.Answers(films);
        }

        await using var opened = await OpenAsync(Films);
        Assert.Equal(answers, RecommenderState.Answers(opened));
    }

    [Fact]
    public async Task Items_that_came_after_the_first_opening_have_their_words_after_a_restart()
    {
        string[] answers;
        await using (var films = await OpenAsync([]))
        {
            await films.AddItemsAsync(Films);
            await films.LearnAsync(Film.Ratings(Films, 20, 10, 1));
            await films.TuneAsync("u3", TuningControl.Mute("genre", "War"));
            answers = RecommenderState.Answers(films);
        }

        await using var opened = await OpenAsync(Films);
        Assert.Equal(answers, RecommenderState.Answers(opened));
        Assert.Equal([TuningControl.Mute("genre", "War")], opened.ControlsOf("u3"));
    }

    [Fact]
    public async Task A_folder_is_open_once_however_it_is_reached()
    {
        await using var films = await OpenAsync(Films);
        string link = System.IO.Path.Combine(_folder.Path, "link");
        Directory.CreateSymbolicLink(link, Path);

        foreach (string path in (string[])[Path, link, System.IO.Path.Combine(_folder.Path, ".", "films.data")])
        {
            IOException inUse = await Assert.ThrowsAsync<IOException>(
                () => Recommender<string, Film>.OpenAsync(path, Film.Schema, Films, Film.Quiet));
            Assert.Contains("open in another process, or in this one", inUse.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_owner_alone_can_read_the_files()
    {
        await using var films = await OpenAsync(Films);
        await films.LearnAsync("ada", Films[0], 5);

        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            Assert.Equal(Own | UnixFileMode.UserExecute, File.GetUnixFileMode(Path));
            foreach (string file in Directory.GetFiles(Path))
            {
                Assert.Equal(Own, File.GetUnixFileMode(file));
            }
        }
    }

    [Fact]
    public async Task A_forgotten_user_is_gone_from_the_disk_when_it_says_so()
    {
        await using var films = await OpenAsync(Films);
        await films.LearnAsync("secret user", Films[0], 5);
        await films.TuneAsync("secret user", TuningControl.Mute("genre", "War"));
        await films.LearnAsync("other", Films[1], 5);
        Assert.True(OnDisk("secret user"));

        Forgotten forgotten = await films.ForgetUserAsync("secret user");
        await forgotten.Erased.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(1, forgotten.Ratings);
        Assert.False(OnDisk("secret user"));
        Assert.True(OnDisk("other"));
        Assert.False(films.Health.IsErasureDue);
    }

    [Fact]
    public async Task A_forgotten_rating_is_erased_by_the_next_checkpoint()
    {
        await using var films = await OpenAsync(Films);
        await films.LearnAsync("ada", Films[0], 5);
        Forgotten forgotten = await films.ForgetAsync("ada", Films[0]);
        Assert.False(forgotten.Erased.IsCompleted);
        Assert.True(films.Health.IsErasureDue);
        await films.CheckpointAsync();
        await forgotten.Erased;
        Assert.Equal((0L, false), (films.Health.LogBytes, films.Health.IsErasureDue));
    }

    [Fact]
    public async Task Forgetting_a_user_who_is_gone_erases_soon_what_was_forgotten_before()
    {
        await using var films = await OpenAsync(Films);
        await films.LearnAsync("ada", Films[0], 5);
        await films.LearnAsync("bob", Films[0], 5);
        await (await films.ForgetUserAsync("ada")).Erased;
        Task later = (await films.ForgetAsync("bob", Films[0])).Erased;
        Task again = (await films.ForgetUserAsync("ada")).Erased;

        await again.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(later.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task What_was_not_erased_when_it_was_closed_is_erased_after_the_next_opening()
    {
        Task erased;
        await using (var films = await OpenAsync(Films))
        {
            await films.LearnAsync("secret user", Films[0], 5);
            await films.LearnAsync("other", Films[0], 5);
            erased = (await films.ForgetUserAsync("secret user")).Erased;
        }

        bool wasErased = erased.IsCompletedSuccessfully;
        Assert.True(wasErased || erased.IsCanceled);
        Assert.Equal(!wasErased, OnDisk("secret user"));
        await using var opened = await OpenAsync(Films);
        for (DateTime end = DateTime.UtcNow.AddSeconds(60); opened.Health.IsErasureDue && DateTime.UtcNow < end; await Task.Delay(50))
        {
        }

        Assert.False(OnDisk("secret user"));
        Assert.Equal(1, opened.RatingCount);
    }

    [Fact]
    public async Task The_catalog_may_shrink_and_grow_between_two_openings()
    {
        await using (var films = await OpenAsync(Films[..40]))
        {
            await films.LearnAsync("ada", Films[0], 5);
            await films.LearnAsync("ada", Films[39], 1);
        }

        await using (var films = await OpenAsync([.. Films[20..].Reverse()]))
        {
            Assert.Equal((40, 2), (films.ItemCount, films.RatingCount));
            Assert.Equal([Films[39]], films.RatingsOf("ada").Select(rating => rating.Item));
            Assert.DoesNotContain(films.Recommend("ada", 100), one => Films.AsSpan(0, 20).Contains(one.Item));
            Assert.Equal(39, films.Recommend("ada", 100).Count);
            await films.LearnAsync("ada", Films[59], 3);
        }

        await using var again = await OpenAsync(Films);
        Assert.Equal((60, 3), (again.ItemCount, again.RatingCount));
        Assert.Equal(3, again.RatingsOf("ada").Count);
        Assert.Equal(57, again.Recommend("ada", 100).Count);
    }

    [Fact]
    public async Task Fields_may_change_between_two_openings()
    {
        string[] ratings;
        await using (var films = await OpenAsync(Films))
        {
            await films.LearnAsync(Film.Ratings(Films, 20, 10, 1));
            await films.TuneAsync("u0", TuningControl.Mute("genre", "War"));
            await films.TuneAsync("u0", TuningControl.Mute("year", films.TunableFields.First(field => field.Name == "year").Values[0]));
            ratings = RecommenderState.Ratings(films);
        }

        static void Other(ItemSchema<Film> schema) =>
            schema.Key(film => film.Id).Tags("genre", film => film.Genres).Flag("old", film => film.Year < 1980);
        for (int opening = 0; opening < 2; opening++)
        {
            await using var films = await Recommender<string, Film>.OpenAsync(Path, Other, Films, Film.Quiet);
            Assert.Equal(ratings, RecommenderState.Ratings(films));
            Assert.Equal(["genre", "old"], films.TunableFields.Select(field => field.Name));

            // The control of the year waits for its field.
            Assert.Equal(TuningControl.Mute("genre", "War"), films.ControlsOf("u0")[0]);
            Assert.Equal("year", Assert.Single(films.ControlsOf("u0").Skip(1)).Conditions[0].Field);
        }

        await using var none = await Recommender<string, Film>.OpenAsync(Path, schema => schema.Key(film => film.Id), Films, Film.Quiet);
        Assert.Equal(ratings, RecommenderState.Ratings(none));
    }

    [Fact]
    public async Task Another_scale_is_refused_with_the_one_that_is_needed()
    {
        await (await OpenAsync(Films)).DisposeAsync();
        InvalidDataException refused = await Assert.ThrowsAsync<InvalidDataException>(() => Recommender<string, Film>.OpenAsync(
            Path, Film.Schema, Films, new() { Scale = RatingScale.Stars }));
        Assert.Contains("0.5 to 5", refused.Message, StringComparison.Ordinal);
        await (await OpenAsync(Films)).DisposeAsync();
    }

    [Fact]
    public async Task A_file_in_the_place_of_the_folder_is_refused()
    {
        await File.WriteAllTextAsync(Path, "a file");
        await Assert.ThrowsAsync<IOException>(() => OpenAsync(Films));
        await Assert.ThrowsAsync<ArgumentException>("path", () => Recommender<string, Film>.OpenAsync("", Film.Schema));
    }

    [Fact]
    public async Task Eight_writers_and_a_reader_leave_what_a_sequential_replay_leaves()
    {
        UserRating<string, Film>[] ratings = Film.Ratings(Films, 40, 25, 9);
        RecommenderOptions<string> fast = new() { Training = TrainingRule.OnDemand, Durability = Durability.OperatingSystem };
        await using (var films = await Recommender<string, Film>.OpenAsync(Path, Film.Schema, Films, fast))
        {
            bool isDone = false;
            Task reader = Task.Run(() =>
            {
                while (!Volatile.Read(ref isDone))
                {
                    foreach (Suggestion<Film> one in films.Recommend("u1", 3))
                    {
                        Assert.NotEqual("", one.Why);
                    }
                }
            });
            await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
            {
                foreach (UserRating<string, Film> rating in ratings.Where(one => int.Parse(one.User.AsSpan(1)) % 8 == writer))
                {
                    await films.LearnAsync(rating.User, rating.Item, rating.Value, rating.Time);
                }

                await films.ForgetUserAsync($"u{writer}");
            })));
            await films.CheckpointAsync();
            Volatile.Write(ref isDone, true);
            await reader;
            Assert.Equal(await ReplayedAsync(), RecommenderState.Ratings(films));
        }

        await using var opened = await OpenAsync(Films);
        Assert.Equal(await ReplayedAsync(), RecommenderState.Ratings(opened));

        async Task<string[]> ReplayedAsync()
        {
            await using var sequential = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
            await sequential.LearnAsync(ratings.Where(one => int.Parse(one.User.AsSpan(1)) >= 8));
            return RecommenderState.Ratings(sequential);
        }
    }

    [Fact]
    public async Task A_user_who_is_forgotten_and_rates_at_the_same_time_is_never_a_stranger_to_itself()
    {
        await using (var films = await OpenAsync(Films))
        {
            for (int round = 0; round < 20; round++)
            {
                Task learn = Task.Run(async () =>
                {
                    for (int i = 0; i < 10; i++)
                    {
                        await films.LearnAsync("ada", Films[i], 4);
                    }
                });
                await films.ForgetUserAsync("ada");
                await learn;
                Assert.InRange(films.RatingsOf("ada").Count, 0, 10);
                Assert.Equal(films.RatingCount, films.RatingsOf("ada").Count);
            }
        }

        await using var opened = await OpenAsync(Films);
        Assert.Equal(opened.RatingCount, opened.RatingsOf("ada").Count);
    }

    private Task<Recommender<string, Film>> OpenAsync(Film[] films) =>
        Recommender<string, Film>.OpenAsync(Path, Film.Schema, films, Film.Quiet);

    // The log has UTF-8, checkpoints have UTF-16.
    private bool OnDisk(string text) => Directory.GetFiles(Path)
        .Where(file => System.IO.Path.GetFileName(file) != "lock")
        .Select(File.ReadAllBytes)
        .Any(bytes => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0
            || bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(text)) >= 0);
}
