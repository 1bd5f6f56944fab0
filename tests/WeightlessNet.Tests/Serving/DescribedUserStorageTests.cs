using WeightlessNet.Serving;
using Xunit;
using World = WeightlessNet.Tests.Serving.DescribedWorld;

namespace WeightlessNet.Tests.Serving;

/// <summary>What becomes of the descriptions of users in files.</summary>
public sealed class DescribedUserStorageTests : IDisposable
{
    private const string Secret = "Atlantis 4711";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly UserValue[] Young = [new("age", 20), new("country", "DE")];
    private readonly TemporaryFolder _folder = new();

    private string Path => System.IO.Path.Combine(_folder.Path, "films.data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Answers_after_a_restart_are_those_of_before()
    {
        string[] answers;
        await using (var films = await OpenAsync(World.Schema))
        {
            await World.FillAsync(films);
            await films.TrainAsync();
            await films.DescribeUserAsync("a newcomer", Young);
            await films.DescribeUserAsync("another", new UserValue("age", 55));
            await films.DescribeUserAsync("u1", Young);
            answers = Answers(films);
        }

        // Once from the log, once from a checkpoint.
        for (int opening = 0; opening < 2; opening++)
        {
            await using var opened = await OpenAsync(World.Schema);
            Assert.Equal(answers, Answers(opened));
            Assert.Equal(Young, opened.DescriptionOf("a newcomer"));
            Assert.Equal(World.DescriptionOf(7), opened.DescriptionOf("u7"));
            Assert.InRange(World.ShareForYoung(opened, "a newcomer"), 0.9, 1);
            await opened.CheckpointAsync();
            Assert.Equal(answers, Answers(opened));
        }
    }

    [Fact]
    public async Task Without_fields_of_users_the_folder_keeps_what_was_said()
    {
        await using (var films = await OpenAsync(World.Schema))
        {
            await World.FillAsync(films);
            await films.TrainAsync();
            await films.DescribeUserAsync("a newcomer", Young);
        }

        await using (var without = await OpenAsync(null))
        {
            Assert.Equal(Young, without.DescriptionOf("a newcomer"));
            Assert.Equal(Lists(without, "nobody"), Lists(without, "a newcomer"));
            await Assert.ThrowsAsync<InvalidOperationException>(() => without.DescribeUserAsync("a newcomer", Young));
            await without.ForgetUserAsync("u3");
            await without.CheckpointAsync();
        }

        await using var again = await OpenAsync(World.Schema);
        Assert.Equal(Young, again.DescriptionOf("a newcomer"));
        Assert.Empty(again.DescriptionOf("u3"));
        await again.TrainAsync();
        Assert.InRange(World.ShareForYoung(again, "a newcomer"), 0.9, 1);
    }

    [Fact]
    public async Task Fields_of_users_come_and_go_and_count_from_the_next_training_on()
    {
        await using (var films = await OpenAsync(null))
        {
            await films.LearnAsync(World.Ratings());
            await films.TrainAsync();
        }

        UserSchema ages = new UserSchema().Buckets("age", 18, 30, 50);
        await using (var films = await OpenAsync(ages))
        {
            foreach (int user in Enumerable.Range(0, World.Users))
            {
                await films.DescribeUserAsync($"u{user}", World.DescriptionOf(user)[0]);
            }

            await films.DescribeUserAsync("a newcomer", Young[0]);
            Assert.Equal(Lists(films, "nobody"), Lists(films, "a newcomer"));
            await films.TrainAsync();
            Assert.InRange(World.ShareForYoung(films, "a newcomer"), 0.9, 1);
        }

        // Another bound: what was learned of the old buckets does not count.
        UserSchema others = new UserSchema().Word("country").Buckets("age", 40);
        await using (var films = await OpenAsync(others))
        {
            Assert.Equal(Lists(films, "nobody"), Lists(films, "a newcomer"));
            await films.DescribeUserAsync("a newcomer", Young);
            await films.TrainAsync();
            Assert.InRange(World.ShareForYoung(films, "a newcomer"), 0.9, 1);
        }

        // A field that has gone: its values stay stored.
        await using var countries = await OpenAsync(new UserSchema().Word("country"));
        Assert.Equal(Young, countries.DescriptionOf("a newcomer"));
        await Assert.ThrowsAsync<ArgumentException>(() => countries.DescribeUserAsync("a newcomer", Young));
    }

    [Fact]
    public async Task Items_may_get_other_fields_too()
    {
        await using (var films = await OpenAsync(World.Schema))
        {
            await World.FillAsync(films);
            await films.TrainAsync();
            await films.DescribeUserAsync("a newcomer", Young);
        }

        await using var opened = await Recommender<string, Film>.OpenAsync(
            Path, schema => schema.Key(film => film.Id).Word("kind", film => film.Genres[0]), World.Films, Film.Quiet.With(World.Schema));
        Assert.Equal(Young, opened.DescriptionOf("a newcomer"));
        await opened.TrainAsync();
        Assert.InRange(World.ShareForYoung(opened, "a newcomer"), 0.9, 1);
    }

    [Fact]
    public async Task What_was_said_of_a_forgotten_user_is_in_no_file()
    {
        await using var films = await OpenAsync(World.Schema);
        await World.FillAsync(films);
        await films.DescribeUserAsync("u0", new UserValue("country", Secret));
        Assert.True(FolderContent.Has(Path, Secret));

        // A training learns from it, and stores what it learned.
        await films.TrainAsync();
        Assert.True(FolderContent.Has(Path, Secret));
        await (await films.ForgetUserAsync("u0")).Erased.WaitAsync(Patience);
        Assert.False(FolderContent.Has(Path, Secret));
        Assert.Empty(films.DescriptionOf("u0"));

        // The key may come back, and is another user.
        await films.LearnAsync("u0", World.Films[0], 4);
        Assert.Empty(films.DescriptionOf("u0"));
    }

    [Fact]
    public async Task A_forgotten_description_is_gone_with_the_next_checkpoint_also_after_a_restart()
    {
        await using (var films = await OpenAsync(World.Schema))
        {
            await films.LearnAsync("ada", World.Films[0], 4);
            await films.DescribeUserAsync("ada", new UserValue("country", Secret));
            await films.CheckpointAsync();
            Assert.False(films.Health.IsErasureDue);
            await films.DescribeUserAsync("ada");
            Assert.True(films.Health.IsErasureDue);
            Assert.True(FolderContent.Has(Path, Secret));
        }

        await using var opened = await OpenAsync(World.Schema);
        Assert.Empty(opened.DescriptionOf("ada"));
        Assert.True(opened.Health.IsErasureDue);
        await opened.CheckpointAsync();
        Assert.False(opened.Health.IsErasureDue);
        Assert.False(FolderContent.Has(Path, Secret));
        Assert.Single(opened.RatingsOf("ada"));
    }

    [Fact]
    public async Task Descriptions_that_come_while_a_training_runs_are_in_the_new_models()
    {
        await using var films = await OpenAsync(World.Schema);
        await World.FillAsync(films);
        DuringTraining during = new(() =>
        {
            films.DescribeUserAsync("a newcomer", Young).Wait();
            films.DescribeUserAsync("u1", Young).Wait();
            films.DescribeUserAsync("u2").Wait();
        });
        await films.TrainAsync(during);
        Assert.True(during.WasCalled);
        Assert.InRange(World.ShareForYoung(films, "a newcomer"), 0.9, 1);
        string[] answers = Answers(films);
        await films.DisposeAsync();
        await using var opened = await OpenAsync(World.Schema);
        Assert.Equal(Young, opened.DescriptionOf("u1"));
        Assert.Empty(opened.DescriptionOf("u2"));
        Assert.Equal(answers, Answers(opened));
    }

    [Fact]
    public async Task A_description_leaves_and_comes_with_its_user()
    {
        await using var films = await OpenAsync(World.Schema);
        await films.LearnAsync("ada", World.Films[3], 4);
        byte[] undescribed = films.ExportUser("ada");
        await films.DescribeUserAsync("ada", Young);
        byte[] exported = films.ExportUser("ada");
        Assert.True(exported.Length > undescribed.Length);

        ImportedUser imported = await films.ImportUserAsync("eve", exported);
        Assert.Equal((1, 0), (imported.Ratings, imported.DroppedValues));
        Assert.Equal(Young, films.DescriptionOf("eve"));
        Assert.Equal(exported, films.ExportUser("eve"));

        // An export without a description takes the description away.
        imported = await films.ImportUserAsync("eve", undescribed);
        Assert.Empty(films.DescriptionOf("eve"));
        Assert.Equal(undescribed, films.ExportUser("eve"));
        Assert.False(imported.Replaced.Erased.IsCompleted);
        Assert.Equal(Young, films.DescriptionOf("ada"));

        await using var others = Recommender<string, Film>.InMemory(
            Film.Schema, World.Films, Film.Quiet.With(new UserSchema().Word("age").Word("country")));
        imported = await others.ImportUserAsync("ada", exported);
        Assert.Equal(1, imported.DroppedValues);
        Assert.Equal(Young[1..], others.DescriptionOf("ada"));

        await using var without = Recommender<string, Film>.InMemory(Film.Schema, World.Films, Film.Quiet);
        imported = await without.ImportUserAsync("ada", exported);
        Assert.Equal((1, 2), (imported.Ratings, imported.DroppedValues));
        Assert.Equal(undescribed, without.ExportUser("ada"));

        // One who is only described leaves and comes too.
        await films.DescribeUserAsync("bob", Young);
        await others.ImportUserAsync("bob", films.ExportUser("bob"));
        Assert.Equal(Young[1..], others.DescriptionOf("bob"));
    }

    [Fact]
    public async Task A_replaced_user_keeps_the_description_in_answers_if_it_is_the_same()
    {
        await using var films = await OpenAsync(World.Schema);
        await World.FillAsync(films);
        await films.DescribeUserAsync("a newcomer", Young);
        await films.TrainAsync();
        string[] list = Lists(films, "a newcomer");
        await films.ImportUserAsync("a newcomer", films.ExportUser("a newcomer"));
        Assert.Equal(list, Lists(films, "a newcomer"));
        Assert.InRange(World.ShareForYoung(films, "a newcomer"), 0.9, 1);
    }

    [Fact]
    public async Task A_repair_keeps_the_descriptions_of_the_log()
    {
        await using (var films = await OpenAsync(World.Schema))
        {
            await films.DescribeUserAsync("ada", Young);
            await films.DescribeUserAsync("bob", Young);
            await films.CheckpointAsync();
            await films.DescribeUserAsync("ada", Young[0]);
            await films.DescribeUserAsync("eve", Young[1]);
        }

        string checkpoint = Assert.Single(Directory.GetFiles(Path, "checkpoint-*"));
        byte[] bytes = await File.ReadAllBytesAsync(checkpoint);
        bytes[^20] ^= 1;
        await File.WriteAllBytesAsync(checkpoint, bytes);
        RepairReport report = RecommenderFiles.Repair(Path);
        Assert.True(report.IsCheckpointLost && report.AreKeysKept);
        Assert.Equal(0, report.DroppedChanges);

        await using var opened = await OpenAsync(World.Schema);
        Assert.Equal(Young[..1], opened.DescriptionOf("ada"));
        Assert.Empty(opened.DescriptionOf("bob"));
        Assert.Equal(Young[1..], opened.DescriptionOf("eve"));
        Assert.Equal(["ada", "bob", "eve"], opened.Users.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Descriptions_make_a_training_due()
    {
        RecommenderOptions<string> options = new()
        {
            Training = new TrainingRule { FirstAfter = 4000 },
            Durability = Durability.OperatingSystem,
            Users = World.Schema,
        };
        await using var films = await Recommender<string, Film>.OpenAsync(Path, Film.Schema, World.Films, options);
        await films.LearnAsync(World.Ratings());
        await Task.Delay(500);
        Assert.Null(films.LastTraining);
        for (int user = 0; user < 500; user++)
        {
            await films.DescribeUserAsync($"n{user}", World.DescriptionOf(user));
        }

        for (int waited = 0; films.LastTraining is null && waited < 600; waited++)
        {
            await Task.Delay(100);
        }

        Assert.NotNull(films.LastTraining);
    }

    private static string[] Lists(Recommender<string, Film> films, string user) =>
        [.. films.Recommend(user, 20).Select(one => $"{one.Item.Id} {one.Score:R}")];

    private static string[] Answers(Recommender<string, Film> films) => [.. RecommenderState.Answers(films), .. Lists(films, "a newcomer")];

    private Task<Recommender<string, Film>> OpenAsync(UserSchema? users) =>
        Recommender<string, Film>.OpenAsync(Path, Film.Schema, World.Films, Film.Quiet.With(users));

    private sealed class DuringTraining(Action change) : IProgress<double>
    {
        public bool WasCalled { get; private set; }

        public void Report(double value)
        {
            if (!WasCalled && value > 0.3)
            {
                WasCalled = true;
                change();
            }
        }
    }
}
