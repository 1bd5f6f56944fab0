using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Serving;
using Xunit;

namespace WeightlessNet.Tests.Serving;

/// <summary>What a user has hidden stays hidden, whatever becomes of the catalog.</summary>
public sealed class MuteTests : IDisposable
{
    private static readonly Film[] Films = Film.Some(60);
    private static readonly TuningControl NoWar = TuningControl.Mute("genre", "War");
    private readonly TemporaryFolder _folder = new();

    private string Path => System.IO.Path.Combine(_folder.Path, "films.data");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_mute_holds_when_its_value_leaves_the_catalog_and_comes_back(bool isReopened)
    {
        Film[] peace = [.. Films.Select(film => film with { Genres = [.. film.Genres.Where(genre => genre != "War")] })];
        Recommender<string, Film> films = await OpenAsync(Films);
        await films.TuneAsync("ada", NoWar);
        await films.LearnAsync(Film.Ratings(Films, 20, 10, 1));
        await films.AddItemsAsync(peace);
        Assert.Equal(0, (await films.TrainAsync()).UnfitControls);
        if (isReopened)
        {
            await films.DisposeAsync();
            films = await OpenAsync(peace);
        }

        Assert.Equal([NoWar], films.ControlsOf("ada"));
        Film war = new("war", "Ran", ["War"], 1985);
        await films.AddItemAsync(war);
        Assert.DoesNotContain(war, Listed(films));
        Assert.Contains(war, Listed(films, "bob"));
        await films.TrainAsync();
        Assert.DoesNotContain(war, Listed(films));
        films.UpdateItem(war with { Genres = ["Drama"] });
        Assert.Contains(Listed(films), film => film.Id == "war");
        films.UpdateItem(war);
        Assert.DoesNotContain(war, Listed(films));
        await films.UntuneAsync("ada", NoWar);
        Assert.Contains(war, Listed(films));
        await films.DisposeAsync();
    }

    [Theory]
    [InlineData("Opera", "Opera")]
    [InlineData("opera", "Opera")]
    [InlineData("OPERA", "opera")]
    [InlineData("Op\u00e9ra", "OPE\u0301RA")]
    [InlineData("Ope\u0301ra", "op\u00e9ra")]
    public async Task A_mute_of_a_word_that_no_item_has_yet_hides_the_first_that_has_it(string muted, string genre)
    {
        Recommender<string, Film> films = await OpenAsync(Films);
        await films.TuneAsync("ada", TuningControl.Mute("genre", muted));
        Film before = new("before", "Carmen", [genre, "Drama"], 1983);
        await films.AddItemAsync(before);
        Assert.DoesNotContain(before, Listed(films));
        Assert.Equal(Films.Length, Listed(films).Length);
        for (int opening = 0; opening < 2; opening++)
        {
            Film after = before with { Id = $"after {opening}" };
            await films.LearnAsync(Film.Ratings(Films, 20, 10, 1));
            await films.TrainAsync();
            await films.AddItemAsync(after);
            Assert.Equal(Films.Length, Listed(films).Length);
            Assert.Equal([TuningControl.Mute("genre", muted)], films.ControlsOf("ada"));
            await films.DisposeAsync();
            films = await OpenAsync([.. Films, before, after]);
            Assert.Equal(Films.Length, Listed(films).Length);
        }

        await films.DisposeAsync();
    }

    [Fact]
    public async Task A_mute_holds_for_a_word_in_other_letters_than_the_known_one()
    {
        await using Recommender<string, Film> films = await OpenAsync(Films);
        await films.TuneAsync("ada", NoWar);
        Film war = new("war", "Ran", ["WAR"], 1985);
        await films.AddItemAsync(war);
        Assert.DoesNotContain(Listed(films), film => film.Genres.Contains("War") || film == war);
    }

    [Fact]
    public async Task A_mute_of_a_level_holds_when_a_training_moves_the_levels()
    {
        await using Recommender<string, Film> films = await OpenAsync(Films);
        string level = films.TunableFields.Single(field => field.Name == "year").Values[^1];
        int year = int.Parse(level["above ".Length..], System.Globalization.CultureInfo.InvariantCulture);
        await films.TuneAsync("ada", TuningControl.Mute("year", level));
        Film[] shifted = [.. Films.Select(film => film with { Year = film.Year - 500 })];
        await films.AddItemsAsync(shifted);
        await films.LearnAsync(Film.Ratings(shifted, 20, 10, 1));
        await films.TrainAsync();
        Assert.DoesNotContain(level, films.TunableFields.Single(field => field.Name == "year").Values);
        await films.AddItemsAsync([new("old", "At the bound", [], year), new("new", "Above it", [], year + 1)]);
        Assert.Equal(Films.Length + 1, Listed(films).Length);
        Assert.DoesNotContain(Listed(films), film => film.Id == "new");
    }

    [Fact]
    public async Task Conditions_together_hold_for_words_that_come_later()
    {
        await using Recommender<string, Film> films = await OpenAsync(Films);
        await films.TuneAsync("ada", TuningControl.Mute(TuningCondition.Has("genre", "Opera"), TuningCondition.HasNot("genre", "Short")));
        Film[] added = [new("long", "Carmen", ["Opera"], 1983), new("short", "Aria", ["opera", "short"], 1987)];
        await films.AddItemsAsync(added);
        Assert.Equal(["short"], Listed(films).Select(film => film.Id).Intersect(["long", "short"]));
    }

    [Fact]
    public async Task A_mute_holds_in_a_catalog_without_any_words()
    {
        static void Schema(ItemSchema<Film> schema) => schema.Key(film => film.Id).Tags("genre", film => film.Genres);
        await using var films = Recommender<string, Film>.InMemory(
            Schema, Films.Select(film => film with { Genres = [] }), Film.Quiet);
        await films.TuneAsync("ada", NoWar);
        Film war = new("war", "Ran", ["War"], 1985);
        await films.AddItemAsync(war);
        Assert.Equal(Films.Length, Listed(films).Length);
        await films.TrainAsync();
        Assert.Equal(Films.Length, Listed(films).Length);
    }

    [Fact]
    public async Task A_boost_stays_in_force_when_its_value_comes_back_without_a_training()
    {
        await using Recommender<string, Film> films = await OpenAsync(Films);
        var boost = TuningControl.Boost("genre", "War", 4);
        await films.TuneAsync("ada", boost);
        await films.AddItemsAsync(Films.Select(film => film with { Genres = ["Drama"] }));
        await films.TrainAsync();
        Film war = new("war", "Ran", ["War"], 1985);
        await films.AddItemAsync(war);
        Assert.Equal(boost, Assert.Single(films.Explain("ada", war).ByControl).Control);
        Assert.Equal(war, films.Recommend("ada", 1)[0].Item);
    }

    [Fact]
    public async Task Mutes_that_can_never_hold_are_refused_and_nothing_is_stored()
    {
        await using Recommender<string, Film> films = await OpenAsync(Films);
        string tooLong = new('x', 1001);
        foreach (TuningControl wrong in (TuningControl[])[
            TuningControl.Mute("gender", "War"), TuningControl.Mute("genre", ""), TuningControl.Mute("genre", tooLong),
            TuningControl.Mute("genre", "\ud800"), TuningControl.Mute("year", "late"), TuningControl.Mute("year", "above all"),
            TuningControl.Boost("genre", "Opera", 1)])
        {
            await Assert.ThrowsAsync<ArgumentException>("control", () => films.TuneAsync("ada", wrong));
        }

        Assert.Empty(films.ControlsOf("ada"));
        Assert.Equal(0, films.UserCount);
    }

    [Fact]
    public async Task An_item_with_a_muted_value_is_never_listed_while_items_come_and_change()
    {
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        await films.TuneAsync("ada", TuningControl.Mute("genre", "Opera"));
        await films.TuneAsync("ada", NoWar);
        await films.LearnAsync("ada", Films[0], 5);
        bool isDone = false;
        int lists = 0;
        ListShape<Film> shaped = new() { Diversity = 0.1 };
        var listing = Task.Run(() =>
        {
            for (; !Volatile.Read(ref isDone) || lists == 0; lists++)
            {
                IEnumerable<Film> listed = films.Recommend("ada", 300).Concat(films.Recommend("ada", 300, shaped))
                    .Concat(films.RecommendByLikes("ada", 1, 100).SelectMany(list => list.Items)).Select(one => one.Item);
                Assert.DoesNotContain(listed, film => film.Genres.Contains("Opera") || film.Genres.Contains("War"));
            }
        });
        for (int i = 0; i < 200; i++)
        {
            await films.AddItemAsync(new($"o{i}", "Carmen", [i % 2 == 0 ? "Opera" : "War"], 1983));
            films.UpdateItem(Films[5] with { Genres = ["Drama"] });
            films.UpdateItem(Films[5] with { Genres = ["War"] });
        }

        Volatile.Write(ref isDone, true);
        await listing;
        Assert.Equal(260, Listed(films, "bob").Length);
    }

    [Fact]
    public async Task Many_values_that_come_and_go_do_not_take_a_mute_away()
    {
        await using Recommender<string, Film> films = await OpenAsync(Films);
        await films.TuneAsync("ada", TuningControl.Mute("genre", "Opera"));
        for (int i = 0; i < 1500; i++)
        {
            var mute = TuningControl.Mute("genre", $"g{i}");
            await films.TuneAsync("bob", mute);
            await films.UntuneAsync("bob", mute);
        }

        await films.AddItemAsync(new("o", "Carmen", ["Opera"], 1983));
        Assert.Equal(Films.Length, Listed(films).Length);
    }

    [Fact]
    public async Task What_is_imported_waits_for_items_values_and_fields()
    {
        await using var source = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        await source.BanAsync("ada", Films[7]);
        await source.PinAsync("ada", Films[5]);
        await source.TuneAsync("ada", NoWar);
        await source.TuneAsync("ada", TuningControl.Mute("genre", "Opera"));
        static void Without(ItemSchema<Film> schema) => schema.Key(film => film.Id).Number("year", film => film.Year);
        await using (var films = await Recommender<string, Film>.OpenAsync(Path, Without, Films[..3], Film.Quiet))
        {
            Assert.Equal(0, (await films.ImportUserAsync("eve", source.ExportUser("ada"))).DroppedControls);
            Assert.Equal((4, 3), (films.ControlsOf("eve").Count, films.ItemCount));
            await films.AddItemsAsync(Films[5..9]);
            Assert.Equal("f5", Listed(films, "eve")[0].Id);
            Assert.Equal(["f0", "f1", "f2", "f5", "f6", "f8"], Listed(films, "eve").Select(film => film.Id).Order());
            await films.TrainAsync();
            Assert.DoesNotContain(Films[7], Listed(films, "eve"));
        }

        await using (var films = await Recommender<string, Film>.OpenAsync(Path, Film.Schema, Films[..3], Film.Quiet))
        {
            Assert.Equal(4, films.ControlsOf("eve").Count);
            Film opera = new("o", "Carmen", ["opera"], 1983);
            await films.AddItemsAsync([.. Films, opera]);
            Assert.Equal(Films[5], Listed(films, "eve")[0]);
            Assert.DoesNotContain(
                Listed(films, "eve"), film => film == Films[7] || film == opera || film.Genres.Contains("War"));
            byte[] again = films.ExportUser("eve");
            Assert.Equal(source.ExportUser("ada"), again);
        }
    }

    [Fact]
    public async Task A_damaged_folder_keeps_mutes_of_words_that_no_item_has()
    {
        await using (Recommender<string, Film> films = await OpenAsync(Films))
        {
            await films.TuneAsync("ada", TuningControl.Mute("genre", "Opera"));
            await films.CheckpointAsync();
            await films.LearnAsync("ada", Films[0], 4);
        }

        foreach (string log in Directory.GetFiles(Path, "log-*"))
        {
            await using FileStream file = File.OpenWrite(log);
            file.Seek(-3, SeekOrigin.End);
            file.WriteByte(0x55);
        }

        RecommenderFiles.Repair(Path);
        await using Recommender<string, Film> repaired = await OpenAsync([.. Films, new("o", "Carmen", ["Opera"], 1983)]);
        Assert.DoesNotContain(Listed(repaired), film => film.Id == "o");
    }

    private static Film[] Listed(Recommender<string, Film> films, string user = "ada") =>
        [.. films.Recommend(user, 1000).Select(one => one.Item)];

    private Task<Recommender<string, Film>> OpenAsync(Film[] catalog) =>
        Recommender<string, Film>.OpenAsync(Path, Film.Schema, catalog, Film.Quiet);
}
