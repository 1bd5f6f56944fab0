using WeightlessNet.Recommenders;
using WeightlessNet.Serving;
using Xunit;

namespace WeightlessNet.Tests.Serving;

/// <summary>What a folder or an export has is never read as something else.</summary>
public sealed class StoredValuesTests : IDisposable
{
    private static readonly Film[] Films = Film.Some(20);
    private readonly TemporaryFolder _folder = new();

    private string Path => System.IO.Path.Combine(_folder.Path, "films.data");

    public void Dispose() => _folder.Dispose();

    /// <summary>Different options; none of them can read what another one has stored.</summary>
    private static RecommenderOptions<string> Options(string kind) => kind switch
    {
        "clicks" => Quiet(new EventOptions(), RatingScale.HalfStars),
        "cents" => Quiet(new EventOptions { Decimals = 2 }, RatingScale.HalfStars),
        "half stars" => Quiet(null, RatingScale.HalfStars),
        "stars" => Quiet(null, RatingScale.Stars),

        // The scale on which totals are stored.
        "four up or down" => Quiet(null, new RatingScale(-4, 4, 0.5f)),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static RecommenderOptions<string> Quiet(EventOptions? events, RatingScale scale) => new()
    {
        Training = TrainingRule.OnDemand,
        Durability = Durability.OperatingSystem,
        Events = events,
        Scale = scale,
    };

    public static TheoryData<string, string> Pairs()
    {
        string[] kinds = ["clicks", "cents", "half stars", "stars", "four up or down"];
        TheoryData<string, string> pairs = [];
        foreach (string stored in kinds)
        {
            foreach (string other in kinds.Where(kind => kind != stored))
            {
                pairs.Add(stored, other);
            }
        }

        return pairs;
    }

    private Task<Recommender<string, Film>> OpenAsync(string kind) =>
        Recommender<string, Film>.OpenAsync(Path, Film.Schema, [], Options(kind));

    private static async Task LearnAsync(Recommender<string, Film> films, string kind)
    {
        if (Options(kind).Events is null)
        {
            await films.LearnAsync("ada", Films[0], 2);
        }
        else
        {
            await films.AddEventAsync("ada", Films[0], 3);
        }
    }

    private static void AssertLearned(Recommender<string, Film> films, string kind)
    {
        if (Options(kind).Events is null)
        {
            Assert.Equal(2, Assert.Single(films.RatingsOf("ada")).Value);
        }
        else
        {
            Assert.Equal(3, Assert.Single(films.EventsOf("ada")).Total);
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_folder_without_a_checkpoint_is_refused_with_other_options(string stored, string other)
    {
        await using (Recommender<string, Film> films = await OpenAsync(stored))
        {
            await films.AddItemsAsync(Films);
            await LearnAsync(films, stored);
        }

        foreach (string file in Directory.GetFiles(Path, "checkpoint-*"))
        {
            Assert.Fail($"{file}: the test needs a folder that has a log only.");
        }

        await AssertRefusedAsync(stored, other);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_folder_with_a_checkpoint_is_refused_with_other_options(string stored, string other)
    {
        await using (Recommender<string, Film> films = await OpenAsync(stored))
        {
            await films.AddItemsAsync(Films);
            await films.CheckpointAsync();
            await LearnAsync(films, stored);
        }

        await AssertRefusedAsync(stored, other);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_folder_whose_checkpoint_was_repaired_is_refused_with_other_options(string stored, string other)
    {
        await using (Recommender<string, Film> films = await OpenAsync(stored))
        {
            await films.AddItemsAsync(Films);
            await films.CheckpointAsync();
            await LearnAsync(films, stored);
        }

        string file = Assert.Single(Directory.GetFiles(Path, "checkpoint-*"));
        byte[] bytes = await File.ReadAllBytesAsync(file);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);
        Assert.True(RecommenderFiles.Repair(Path).IsCheckpointLost);
        await AssertRefusedAsync(stored, other);
    }

    [Fact]
    public async Task Each_new_segment_of_the_log_says_what_its_values_are()
    {
        await using (Recommender<string, Film> films = await OpenAsync("cents"))
        {
            await films.AddItemsAsync(Films);
            await films.CheckpointAsync();
            await films.AddItemsAsync([new Film("later", "Later", ["Drama"], 2020)]);
            await films.AddEventAsync("ada", Films[0], 1.5m);
        }

        // Not even the keys of the checkpoint are left.
        await File.WriteAllBytesAsync(Assert.Single(Directory.GetFiles(Path, "checkpoint-*")), new byte[10]);
        Assert.False(RecommenderFiles.Repair(Path).AreKeysKept);
        InvalidDataException refused = await Assert.ThrowsAsync<InvalidDataException>(() => OpenAsync("clicks"));
        Assert.Contains("Events = new EventOptions { Decimals = 2 }", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task An_export_is_refused_by_a_recommender_with_other_options(string stored, string other)
    {
        using var from = Recommender<string, Film>.InMemory(Film.Schema, Films, Options(stored));
        using var into = Recommender<string, Film>.InMemory(Film.Schema, Films, Options(other));
        using var alike = Recommender<string, Film>.InMemory(Film.Schema, Films, Options(stored));
        await LearnAsync(from, stored);
        byte[] exported = from.ExportUser("ada");
        InvalidDataException refused = await Assert.ThrowsAsync<InvalidDataException>(() => into.ImportUserAsync("ada", exported));
        string learn = Options(other).Events is null ? nameof(into.LearnAsync) : nameof(into.SetEventsAsync);
        Assert.Contains(learn, refused.Message, StringComparison.Ordinal);
        Assert.Empty(into.Users);
        _ = await alike.ImportUserAsync("ada", exported);
        AssertLearned(alike, stored);
    }

    [Fact]
    public async Task Imported_events_are_there_after_a_restart_and_add_up()
    {
        byte[] exported;
        using (var from = Recommender<string, Film>.InMemory(Film.Schema, Films, Options("cents")))
        {
            await from.AddEventAsync("ada", Films[0], 3.25m);
            exported = from.ExportUser("ada");
        }

        await using (Recommender<string, Film> films = await OpenAsync("cents"))
        {
            await films.AddItemsAsync(Films);
            _ = await films.ImportUserAsync("bob", exported);
            await films.AddEventAsync("bob", Films[0], 1);
        }

        await using Recommender<string, Film> opened = await OpenAsync("cents");
        await opened.AddItemsAsync(Films);
        Assert.Equal(4.25m, Assert.Single(opened.EventsOf("bob")).Total);
    }

    private async Task AssertRefusedAsync(string stored, string other)
    {
        InvalidDataException refused = await Assert.ThrowsAsync<InvalidDataException>(() => OpenAsync(other));
        Assert.Contains(
            Options(stored).Events is null ? "Scale = new RatingScale(" : "Events = new EventOptions",
            refused.Message,
            StringComparison.Ordinal);
        Assert.Equal(
            Options(stored).Events is null && Options(other).Events is not null,
            refused.Message.Contains("Set no Events", StringComparison.Ordinal));
        await using Recommender<string, Film> opened = await OpenAsync(stored);
        await opened.AddItemsAsync(Films);
        AssertLearned(opened, stored);
    }
}
