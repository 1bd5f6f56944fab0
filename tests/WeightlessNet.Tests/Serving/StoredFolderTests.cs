using System.Buffers.Binary;
using System.Globalization;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Serving;
using WeightlessNet.Serving.Internals.Storing;
using WeightlessNet.Tests.Storage;
using Xunit;

namespace WeightlessNet.Tests.Serving;

/// <summary>The folder of a recommender in each layout of checkpoints, with the log after it. Never change these files.</summary>
public sealed class StoredFolderTests : IDisposable
{
    private const int NumberOfSegment = 12;
    private const int FewUsers = 60;
    private static readonly Film[] FewFilms = DescribedWorld.Films[..30];
    private static readonly Film[] Films = Film.Some(30);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, "u0: f0 f15 f10 f20, 2.1888", "u1: f23 f18 f26 f21, 2.5738", "u2: f7 f21 f17 f16, 1.5541")]
    [InlineData(2, "u0: f0 f15 f10 f20, 2.2156", "u1: f23 f18 f26 f21, 2.5453", "u2: f7 f21 f17 f16, 1.5665")]
    [InlineData(4, "u0: f0 f15 f10 f20, 2.2156", "u1: f23 f18 f26 f21, 2.5453", "u2: f7 f21 f17 f16, 1.5665")]
    [InlineData(3, "u0: f0 f15 f10 f20, 2.2156", "u1: f23 f18 f26 f21, 2.5453", "u2: f7 f21 f17 f16, 1.5665")]
    public async Task A_folder_of_any_layout_opens_with_the_answers_of_its_training(int layout, params string[] answers)
    {
        (byte[] checkpoint, byte[] log) = await WrittenTodayAsync();
        (checkpoint, log) = GoldenFile.Read(
            ($"Recommender-Checkpoint.v{layout}.bin", checkpoint), ($"Recommender-Log.v{layout}.bin", log));
        string path = Written(checkpoint, log);

        await using var opened = await Recommender<string, Film>.OpenAsync(path, Film.Schema, Films, Film.Quiet);
        await using var learned = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        await learned.LearnAsync(Film.Ratings(Films, 40, 10, 5));
        await learned.LearnAsync(Film.Ratings(Films, 4, 3, 6));
        Assert.Equal(RecommenderState.Ratings(learned), RecommenderState.Ratings(opened));
        Assert.Equal([TuningControl.Mute("genre", "War"), TuningControl.Pin(7)], opened.ControlsOf("u2"));
        Assert.Equal(41, opened.UserCount);
        Assert.Equal(layout > 3, opened.Health.LastTrained is not null);
        string[] users = ["u0", "u1", "u2"];
        Assert.Equal(answers, users.Select(user => Answers(opened, user)));
    }

    [Fact]
    public async Task A_folder_with_described_users_opens_with_the_answers_of_its_training()
    {
        (byte[] checkpoint, byte[] log) = await DescribedTodayAsync();
        (checkpoint, log) = GoldenFile.Read(("Recommender-Checkpoint.v5.bin", checkpoint), ("Recommender-Log.v5.bin", log));
        string path = Written(checkpoint, log);

        await using var opened = await Recommender<string, Film>.OpenAsync(path, Film.Schema, FewFilms, DescribedWorld.Options);
        Assert.Equal(FewUsers + 2, opened.UserCount);
        Assert.Equal(DescribedWorld.DescriptionOf(7), opened.DescriptionOf("u7"));
        Assert.Equal(["age 20.5"], opened.DescriptionOf("young").Select(value => value.ToString()));
        Assert.Equal(["age 61", "country AT"], opened.DescriptionOf("old").Select(value => value.ToString()));
        Assert.Empty(opened.DescriptionOf("u3"));
        string[] users = ["young", "old", "u1"];
        Assert.Equal(
            ["young: f19 f2 f14 f7, 4.9266", "old: f24 f20 f21 f25, 2.0562", "u1: f13 f5 f8 f29, 1.5141"],
            users.Select(user => AnswersOf(opened, user)));
        Assert.StartsWith("because people with age 18 to under 30", opened.Recommend("young", 1)[0].Why, StringComparison.Ordinal);
    }

    private static string AnswersOf(Recommender<string, Film> films, string user)
    {
        string list = string.Join(' ', films.Recommend(user, 4).Select(one => one.Item.Id));
        return string.Create(CultureInfo.InvariantCulture, $"{user}: {list}, {films.Predict(user, FewFilms[2]):F4}");
    }

    private static string Answers(Recommender<string, Film> films, string user)
    {
        string list = string.Join(' ', films.Recommend(user, 4).Select(one => one.Item.Id));
        return string.Create(CultureInfo.InvariantCulture, $"{user}: {list}, {films.Predict(user, Films[29]):F4}");
    }

    private async Task<(byte[] Checkpoint, byte[] Log)> WrittenTodayAsync()
    {
        string path = Path.Combine(_folder.Path, "today");
        await using (var films = await Recommender<string, Film>.OpenAsync(path, Film.Schema, Films, Film.Quiet))
        {
            await films.LearnAsync(Film.Ratings(Films, 40, 10, 5));
            await films.TuneAsync("u2", TuningControl.Mute("genre", "War"));
            await films.PinAsync("u2", Films[7]);
            await films.TrainAsync();
            await films.LearnAsync(Film.Ratings(Films, 4, 3, 6));
            await films.PinAsync("tuned only", Films[1]);
        }

        return await FilesOfAsync(path);
    }

    private async Task<(byte[] Checkpoint, byte[] Log)> DescribedTodayAsync()
    {
        string path = Path.Combine(_folder.Path, "described today");
        await using (var films = await Recommender<string, Film>.OpenAsync(path, Film.Schema, FewFilms, DescribedWorld.Options))
        {
            for (int user = 0; user < FewUsers; user++)
            {
                await films.DescribeUserAsync($"u{user}", DescribedWorld.DescriptionOf(user));
            }

            await films.DescribeUserAsync("old", new("country", "AT"), new("age", 61));
            await films.LearnAsync(DescribedWorld.Ratings(FewUsers, FewFilms.Length));
            await films.TrainAsync();
            await films.DescribeUserAsync("young", new UserValue("age", 20.5));
            await films.DescribeUserAsync("u3");
        }

        return await FilesOfAsync(path);
    }

    // A folder with these files.
    private string Written(byte[] checkpoint, byte[] log)
    {
        string path = Directory.CreateDirectory(Path.Combine(_folder.Path, "golden")).FullName;
        ulong number = BinaryPrimitives.ReadUInt64LittleEndian(log.AsSpan(NumberOfSegment));
        File.WriteAllBytes(Path.Combine(path, StoreNames.CheckpointOf(number)), checkpoint);
        File.WriteAllBytes(Path.Combine(path, StoreNames.LogOf(number)), log);
        return path;
    }

    private static async Task<(byte[] Checkpoint, byte[] Log)> FilesOfAsync(string path)
    {
        return (await File.ReadAllBytesAsync(Assert.Single(Directory.GetFiles(path, "checkpoint-*"))),
            await File.ReadAllBytesAsync(Assert.Single(Directory.GetFiles(path, "log-*"))));
    }
}
