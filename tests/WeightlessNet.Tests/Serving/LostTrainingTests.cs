using WeightlessNet.Serving;
using Xunit;

namespace WeightlessNet.Tests.Serving;

/// <summary>That a training is lost by other fields is said.</summary>
public sealed class LostTrainingTests : IDisposable
{
    private static readonly Film[] Films = Film.Some(60);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Other_fields_of_items_lose_the_training_until_the_next_one()
    {
        await using (Recommender<string, Film> films = await OpenAsync(Film.Schema))
        {
            await films.LearnAsync(Film.Ratings(Films, 30, 10, 1));
            Assert.False(films.Health.HasLostTraining);
            Assert.False((await films.TrainAsync()).FollowsLostTraining);
        }

        await using (Recommender<string, Film> films = await OpenAsync(Film.Schema))
        {
            Assert.False(films.Health.HasLostTraining);
        }

        await using (Recommender<string, Film> films = await OpenAsync(WithoutYear))
        {
            Assert.True(films.Health.HasLostTraining);
            Assert.NotNull(films.Health.LastTrained);
            await films.LearnAsync("ada", Films[0], 5);
        }

        // Opened again, and again after another checkpoint, before the next training.
        await using (Recommender<string, Film> films = await OpenAsync(WithoutYear))
        {
            Assert.True(films.Health.HasLostTraining);
            await films.CheckpointAsync();
        }

        await using (Recommender<string, Film> films = await OpenAsync(WithoutYear))
        {
            Assert.True(films.Health.HasLostTraining);
            Assert.NotNull(films.Health.LastTrained);
            Assert.Contains("Train again.", films.Health.ToString(), StringComparison.Ordinal);
            TrainingReport report = await films.TrainAsync();
            Assert.True(report.FollowsLostTraining);
            Assert.Contains("could not be used", report.ToString(), StringComparison.Ordinal);
            Assert.False(films.Health.HasLostTraining);
            Assert.False((await films.TrainAsync()).FollowsLostTraining);
        }

        await using Recommender<string, Film> again = await OpenAsync(WithoutYear);
        Assert.False(again.Health.HasLostTraining);
    }

    [Fact]
    public async Task Other_fields_of_users_lose_what_was_learned_of_them()
    {
        await using (Recommender<string, Film> films = await OpenAsync(Film.Schema, DescribedWorld.Schema))
        {
            await films.LearnAsync(Film.Ratings(Films, 30, 10, 1));
            await films.TrainAsync();
        }

        await using (Recommender<string, Film> films = await OpenAsync(Film.Schema, DescribedWorld.Schema))
        {
            Assert.False(films.Health.HasLostTraining);
        }

        for (int opening = 0; opening < 2; opening++)
        {
            await using Recommender<string, Film> films = await OpenAsync(Film.Schema, new UserSchema().Word("city"));
            Assert.True(films.Health.HasLostTraining);
            await films.CheckpointAsync();
        }

        await using Recommender<string, Film> other = await OpenAsync(Film.Schema, new UserSchema().Word("city"));
        Assert.True(other.Health.HasLostTraining);
        Assert.True((await other.TrainAsync()).FollowsLostTraining);
    }

    [Fact]
    public async Task What_was_never_trained_is_not_lost()
    {
        await using (Recommender<string, Film> films = await OpenAsync(Film.Schema))
        {
            await films.LearnAsync("ada", Films[0], 5);
        }

        await using Recommender<string, Film> other = await OpenAsync(WithoutYear);
        Assert.False(other.Health.HasLostTraining);
    }

    private static void WithoutYear(ItemSchema<Film> schema) => schema.Key(film => film.Id).Tags("genre", film => film.Genres);

    private Task<Recommender<string, Film>> OpenAsync(Action<ItemSchema<Film>> schema, UserSchema? users = null) =>
        Recommender<string, Film>.OpenAsync(
            Path.Combine(_folder.Path, "films.data"), schema, Films, Film.Quiet with { Users = users });
}
