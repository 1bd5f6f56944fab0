using WeightlessNet.Serving;
using Xunit;

namespace WeightlessNet.Tests.Serving;

public sealed class RecommenderRaceTests : IDisposable
{
    private static readonly Film[] Films = Film.Some(60);
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    private string Path => System.IO.Path.Combine(_folder, "films.data");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

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
}
