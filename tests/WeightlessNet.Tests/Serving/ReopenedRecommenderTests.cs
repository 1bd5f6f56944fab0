using System.Text;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Serving;
using WeightlessNet.Serving.Internals;
using Xunit;

namespace WeightlessNet.Tests.Serving;

public sealed class ReopenedRecommenderTests : IDisposable
{
    private static readonly Film[] Films = Film.Some(60);
    private readonly TemporaryFolder _folder = new();

    private string Path => System.IO.Path.Combine(_folder.Path, "films.data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Controls_of_a_field_that_is_gone_come_back_with_it()
    {
        static void Without(ItemSchema<Film> schema) => schema.Key(film => film.Id).Number("year", film => film.Year);
        TuningControl mute = TuningControl.Mute("genre", "War");
        await using (var films = await Recommender<string, Film>.OpenAsync(Path, Film.Schema, Films, Film.Quiet))
        {
            await films.TuneAsync("ada", mute);
        }

        await using (var films = await Recommender<string, Film>.OpenAsync(Path, Without, Films, Film.Quiet))
        {
            Assert.Equal([mute], films.ControlsOf("ada"));
            await films.BanAsync("ada", Films[0]);
            await films.LearnAsync(Film.Ratings(Films, 20, 10, 1));
            Assert.Equal(1, (await films.TrainAsync()).UnfitControls);
        }

        await using (var films = await Recommender<string, Film>.OpenAsync(Path, Film.Schema, Films, Film.Quiet))
        {
            Assert.Equal([TuningKind.Mute, TuningKind.Ban], films.ControlsOf("ada").Select(control => control.Kind));
            Assert.DoesNotContain(films.Recommend("ada", 100), one => one.Item.Genres.Contains("War") || one.Item == Films[0]);
            await films.ForgetUserAsync("ada");
            Assert.Empty(films.ControlsOf("ada"));
        }
    }

    [Fact]
    public async Task Health_tells_after_a_restart_when_the_models_were_trained()
    {
        DateTimeOffset? trained;
        await using (var films = await Recommender<string, Film>.OpenAsync(Path, Film.Schema, Films, Film.Quiet))
        {
            Assert.Null(films.Health.LastTrained);
            await films.LearnAsync(Film.Ratings(Films, 20, 10, 1));
            await films.CheckpointAsync();
        }

        await using (var films = await Recommender<string, Film>.OpenAsync(Path, Film.Schema, Films, Film.Quiet))
        {
            Assert.Null(films.Health.LastTrained);
            TrainingReport report = await films.TrainAsync();
            trained = films.Health.LastTrained;
            Assert.Equal(report.Ended.ToUnixTimeSeconds(), trained!.Value.ToUnixTimeSeconds());
        }

        await using (var films = await Recommender<string, Film>.OpenAsync(Path, Film.Schema, Films, Film.Quiet))
        {
            Assert.Equal((trained, null), (films.Health.LastTrained, films.Health.LastTraining));
        }

        // New models for other fields have not been trained: the time is that of the training that is lost.
        await using (var films = await Recommender<string, Film>.OpenAsync(
            Path, schema => schema.Key(film => film.Id), Films, Film.Quiet))
        {
            Assert.Equal((trained, true), (films.Health.LastTrained, films.Health.HasLostTraining));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_model_of_a_checkpoint_keeps_a_forgotten_rating_after_a_training(bool isWholeUser)
    {
        await using (var films = await Recommender<string, Film>.OpenAsync(Path, Film.Schema, Films, Film.Quiet))
        {
            await films.LearnAsync(Film.Ratings(Films, 30, 12, 1));
            await films.TrainAsync();
            foreach (ItemRating<Film> rating in films.RatingsOf("u7"))
            {
                await (isWholeUser ? films.ForgetUserAsync("u7") : films.ForgetAsync("u7", rating.Item));
            }

            await films.CheckpointAsync();
        }

        await using var opened = await Recommender<string, Film>.OpenAsync(Path, Film.Schema, Films, Film.Quiet);
        var lists = Assert.IsType<RatingsAndLists>(Assert.IsAssignableFrom<DelegatingRecommender>(opened.Inner).Inner).Lists;
        Assert.NotEmpty(lists.TrainedRatings);
        Assert.DoesNotContain(lists.TrainedRatings, rating => rating.User == 7);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Keys_that_became_equal_by_another_comparer_are_named(bool hasCheckpoint)
    {
        await using (var films = await Recommender<string, Film>.OpenAsync(Path, Film.Schema, Films, Film.Quiet))
        {
            await films.LearnAsync("Ada", Films[0], 5);
            await films.LearnAsync("ADA", Films[1], 4);
            await (hasCheckpoint ? films.CheckpointAsync() : Task.CompletedTask);
        }

        RecommenderOptions<string> other = new() { Training = TrainingRule.OnDemand, UserComparer = StringComparer.OrdinalIgnoreCase };
        InvalidDataException refused = await Assert.ThrowsAsync<InvalidDataException>(
            () => Recommender<string, Film>.OpenAsync(Path, Film.Schema, Films, other));
        Assert.Contains("'Ada' and 'ADA'", refused.Message, StringComparison.Ordinal);
        await using var again = await Recommender<string, Film>.OpenAsync(Path, Film.Schema, Films, Film.Quiet);
        Assert.Equal(2, again.RatingCount);
    }

    [Fact]
    public async Task Health_tells_when_the_keys_of_items_are_others_than_before()
    {
        Film[] items = Film.Some(20);
        await using (var films = await Recommender<string, Film>.OpenAsync(Path, Film.Schema, items, Film.Quiet))
        {
            await films.LearnAsync("ada", items[3], 5);
            Assert.True(films.RemoveItem(items[4]));
            Assert.Equal((19, 1), (films.Health.AvailableItems, films.Health.AbsentItems));
            Assert.DoesNotContain("keys", films.Health.ToString(), StringComparison.Ordinal);
        }

        await using (var films = await Recommender<string, Film>.OpenAsync(
            Path, schema => schema.Key(film => film.Title), items[..18], Film.Quiet))
        {
            Assert.Equal((18, 20), (films.Health.AvailableItems, films.Health.AbsentItems));
            Assert.Contains(
                "20 of 38 items are not in the catalog any longer. Are the keys those of before?",
                films.Health.ToString(),
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_user_who_was_forgotten_comes_back_with_an_equal_key()
    {
        RecommenderOptions<string> options = new() { Training = TrainingRule.OnDemand, UserComparer = StringComparer.OrdinalIgnoreCase };
        await using (var films = await Recommender<string, Film>.OpenAsync(Path, Film.Schema, Films, options))
        {
            await films.LearnAsync("Ada", Films[0], 5);
            await films.ForgetUserAsync("ada");
            await films.LearnAsync("ADA", Films[1], 4);
        }

        await using var again = await Recommender<string, Film>.OpenAsync(Path, Film.Schema, Films, options);
        Assert.Equal(["ADA"], again.Users);
        Assert.Equal(Films[1], Assert.Single(again.RatingsOf("ada")).Item);
    }

    [Fact]
    public async Task An_opening_without_items_and_with_other_fields_keeps_the_fields_of_the_next_one()
    {
        static void Without(ItemSchema<Film> schema) => schema.Key(film => film.Id).Number("year", film => film.Year);
        await using (var films = await Recommender<string, Film>.OpenAsync(Path, Film.Schema, Films, Film.Quiet))
        {
            await films.TuneAsync("ada", TuningControl.Mute("genre", "War"));
            await films.LearnAsync("bob", Films[0], 4);
        }

        await using (var films = await Recommender<string, Film>.OpenAsync(Path, Without, null, Film.Quiet))
        {
            await films.LearnAsync("bob", Films[1], 4);
            await films.CheckpointAsync();
        }

        await using var again = await Recommender<string, Film>.OpenAsync(Path, Film.Schema, Films, Film.Quiet);
        Assert.Equal([TuningControl.Mute("genre", "War")], again.ControlsOf("ada"));
        Assert.DoesNotContain(again.Recommend("ada", 100), one => one.Item.Genres.Contains("War"));
        Assert.Equal(2, again.RatingsOf("bob").Count);
    }

    [Fact]
    public async Task An_opening_can_be_canceled_and_tried_again()
    {
        await using (var films = await Recommender<string, Film>.OpenAsync(Path, Film.Schema, Films, Film.Quiet))
        {
            await films.LearnAsync(Film.Ratings(Films, 20, 10, 1));
        }

        using CancellationTokenSource cancel = new();
        RecommenderOptions<string> options = new()
        {
            Training = TrainingRule.OnDemand,
            UserKeys = new KeyFormat<string>(
                key => key,
                text =>
                {
                    cancel.Cancel();
                    return text;
                }),
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Recommender<string, Film>.OpenAsync(Path, Film.Schema, Films, options, cancel.Token));
        await using var again = await Recommender<string, Film>.OpenAsync(Path, Film.Schema, Films, Film.Quiet);
        Assert.Equal(20, again.UserCount);
    }

    [Fact]
    public async Task Temporary_files_of_others_stay()
    {
        Directory.CreateDirectory(Path);
        string others = System.IO.Path.Combine(Path, "others.tmp");
        string own = System.IO.Path.Combine(Path, "checkpoint-000000000007.tmp");
        await File.WriteAllTextAsync(others, "");
        await File.WriteAllTextAsync(own, "");
        await using var films = await Recommender<string, Film>.OpenAsync(Path, Film.Schema, Films, Film.Quiet);
        Assert.True(File.Exists(others));
        Assert.False(File.Exists(own));
    }

    [Fact]
    public void Ratings_that_would_be_dropped_are_refused()
    {
        RecommenderOptions<string> options = new() { Ratings = new() { Personal = new() { MaximumRatingsPerUser = 3 } } };
        Assert.Throws<ArgumentException>("options", () => Recommender<string, Film>.InMemory(Film.Schema, Films, options));
    }
}
