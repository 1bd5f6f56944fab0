using System.Text.Json;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Serving;
using Xunit;

namespace WeightlessNet.Tests.Serving;

/// <summary>What is said of items that a user rated or controls, and that are in the catalog no longer.</summary>
public sealed class RemovedItemTests : IDisposable
{
    private static readonly Film[] Films = Film.Some(60);

    private static readonly Film Asked = Films[0];
    private static readonly Film Rated = Films[15];
    private static readonly Film Pinned = Films[7];

    private readonly TemporaryFolder _folder = new();

    private string Path => System.IO.Path.Combine(_folder.Path, "films.data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Reasons_name_what_is_in_the_catalog()
    {
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        await films.LearnAsync(Film.Ratings(Films, 20, 12, 3));
        Explanation before = films.Recommend("u0", 60)
            .First(one => one.Reason.Kind == ReasonKind.Rating && SpeakingRatings(one.Explanation) > 1).Explanation;
        Film asked = films.ItemOf(before.Item);
        Film named = films.ItemOf(films.ReasonOf(before).ItemId!.Value);
        films.RemoveItem(named);

        Explanation after = films.Explain("u0", asked);
        Assert.Equal(before.Score, after.Score);
        Assert.Equal(before.ByRating, after.ByRating);
        RatingContribution next = after.ByRating.Where(part => films.NameOf(part.Item) != named.Id).MaxBy(part => part.Amount);
        Reason reason = films.ReasonOf(after);
        Assert.Equal((ReasonKind.Rating, films.NameOf(next.Item), next.Amount), (reason.Kind, reason.ItemName, reason.Amount));
        Assert.Contains($"because you rated {films.ItemOf(next.Item).Title}", films.Why(after), StringComparison.Ordinal);

        Film[] rated = [.. films.RatingsOf("u0").Select(rating => rating.Item)];
        Assert.All(rated, film => Assert.True(films.RemoveItem(film)));
        Assert.All(films.Recommend("u0", 60), one => Assert.NotEqual(ReasonKind.Rating, one.Reason.Kind));
        Assert.Equal(after.ByRating, films.Explain("u0", asked).ByRating);
        await films.AddItemAsync(named with { Title = "Its new title" });
        Assert.Equal("Its new title", films.ReasonOf(films.Explain("u0", asked)).ItemName);
    }

    [Fact]
    public async Task Every_id_in_an_answer_can_be_named_also_after_a_restart()
    {
        string[] names;
        await using (var films = await Recommender<string, Film>.OpenAsync(Path, Film.Schema, Films, Film.Quiet))
        {
            await RateAsync(films);
            await films.PinAsync("ada", Pinned);
            await films.BanAsync("ada", Films[9]);
            films.RemoveItem(Rated);
            films.RemoveItem(Pinned);
            names = NamesIn(films);
            Assert.Contains(Rated.Id, names);
            Assert.Contains(Films[30].Title, names);
            await films.CheckpointAsync();
        }

        Film[] left = [.. Films.Where(film => film != Rated && film != Pinned)];
        await using (var films = await Recommender<string, Film>.OpenAsync(Path, Film.Schema, left, Film.Quiet))
        {
            Assert.Equal(names, NamesIn(films));
            await films.TrainAsync();
            Assert.Equal(names, NamesIn(films));
        }
    }

    [Fact]
    public async Task An_item_by_its_id_is_there_or_not_and_the_exception_says_why()
    {
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        films.RemoveItem(Rated);

        Assert.True(films.TryGetItemById(3, out Film? there));
        Assert.Equal(Films[3], there);
        Assert.Equal("Film 3", films.NameOf(3));
        Assert.False(films.TryGetItemById(15, out there));
        Assert.Null(there);
        Assert.Equal("f15", films.NameOf(15));
        Assert.All([-1, 60, int.MaxValue, int.MinValue], id => Assert.False(films.TryGetItemById(id, out _)));
        Assert.Throws<ArgumentOutOfRangeException>("id", () => films.NameOf(-1));
        Assert.Throws<ArgumentOutOfRangeException>("id", () => films.NameOf(60));
        string removed = Assert.Throws<ArgumentOutOfRangeException>("id", () => films.ItemOf(15)).Message;
        Assert.Contains("'f15'", removed, StringComparison.Ordinal);
        Assert.Contains(nameof(films.TryGetItemById), removed, StringComparison.Ordinal);
        string unknown = Assert.Throws<ArgumentOutOfRangeException>("id", () => films.ItemOf(60)).Message;
        Assert.Contains("60 items", unknown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_control_of_a_removed_item_can_be_taken_back_and_applied_again_as_it_is()
    {
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        await films.PinAsync("ada", Pinned);
        await films.BanAsync("ada", Films[9]);
        films.RemoveItem(Pinned);
        films.RemoveItem(Films[9]);
        IReadOnlyList<TuningControl> controls = films.ControlsOf("ada");

        Assert.All(controls, control => Assert.True(films.UntuneAsync("ada", control).Result));
        Assert.Empty(films.ControlsOf("ada"));
        foreach (TuningControl control in controls)
        {
            await films.TuneAsync("ada", control);
        }

        Assert.Equal(controls, films.ControlsOf("ada"));
        await films.AddItemsAsync([Pinned, Films[9]]);
        Assert.Equal(Pinned, films.Recommend("ada", 1)[0].Item);
        Assert.DoesNotContain(Films[9], films.Recommend("ada", 100).Select(one => one.Item));
        ArgumentException unknown = await Assert.ThrowsAsync<ArgumentException>(
            "control", () => films.TuneAsync("ada", TuningControl.Ban(60)));
        Assert.Contains("60", unknown.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>("control", () => films.TuneAsync("ada", TuningControl.Pin(-1)));
        Assert.Equal(controls, films.ControlsOf("ada"));
    }

    // Those that may be named.
    private static int SpeakingRatings(Explanation explanation)
    {
        double sum = explanation.ByRating.Sum(part => Math.Max(part.Amount, 0));
        return explanation.ByRating.Count(part => part.Amount > 0.1 * sum);
    }

    private static async Task RateAsync(Recommender<string, Film> films)
    {
        await films.LearnAsync("ada", Rated, 5);
        await films.LearnAsync("ada", Films[30], 4);
        foreach (Film film in Films.Where(film => film.Genres[0] != Asked.Genres[0]).Take(10))
        {
            await films.LearnAsync("ada", film, 1);
        }
    }

    // As an application would show all that an answer has: the parts of the score, what would change it, and what is stored of the user.
    private static string[] NamesIn(Recommender<string, Film> films)
    {
        Explanation why = films.Explain("ada", Asked);
        Explanation rating = films.ExplainRating("ada", Asked);
        IReadOnlyList<Counterfactual> changes = films.WhatWouldChange("ada", Asked, 100);
        Assert.Contains(changes, change => change.Rating is not null);
        ExplanationWriter writer = new(new KeyedCatalog<Film>(Film.Schema, Films).Items, films.NameOf);
        Assert.All(changes, change => Assert.Contains(Asked.Title, writer.Write(change), StringComparison.Ordinal));
        Assert.Contains($"\"{Rated.Id}\"", writer.Write(why), StringComparison.Ordinal);
        Assert.All(films.ControlsOf("ada"), control => Assert.NotEmpty(writer.Write(control)));
        Assert.All(films.Recommend("ada", 10), one => Assert.NotEmpty(one.Why));
        JsonElement stored = JsonDocument.Parse(films.ExportUserAsJson("ada")).RootElement;
        return
        [
            .. why.ByRating.Concat(rating.ByRating).Select(part => films.NameOf(part.Item)),
            .. films.ControlsOf("ada").Select(control => films.NameOf(control.Item!.Value)),
            .. stored.GetProperty("ratings").EnumerateArray().Select(one => one.GetProperty("name").GetString()!),
        ];
    }
}
