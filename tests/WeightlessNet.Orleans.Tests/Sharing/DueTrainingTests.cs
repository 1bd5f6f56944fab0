using WeightlessNet.Orleans.Grains.Internals;
using WeightlessNet.Orleans.Sharing;
using WeightlessNet.Orleans.Sharing.Internals;
using WeightlessNet.Orleans.Storage;
using WeightlessNet.Orleans.Tests.Grains;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Storage;
using WeightlessNet.Serving;

namespace WeightlessNet.Orleans.Tests.Sharing;

/// <summary>When a training is due, who trains, and from whom, as the log, the lease and the users in the store say.</summary>
public sealed class DueTrainingTests
{
    private static readonly CrowdModel Nobody = CrowdModel.From(new HybridRecommender(FilmWorld.Catalog, RatingScale.HalfStars));

    [Fact]
    public async Task Ratings_are_counted_and_not_entries_of_the_log()
    {
        MemoryUserStore store = new();
        CrowdOptions exchange = new() { EntriesPerCheckpoint = 1 };
        CrowdTrainingOptions training = new() { Rule = new TrainingRule { FirstAfter = 100, Growth = 0.5 } };
        using SiloCrowd crowd = new(store, Nobody, exchange);
        CrowdTrainer trainer = new(store, crowd, training);
        await store.AddUserAsync("ada", RatingsOf(60));
        Assert.False(await trainer.TrainIfDueAsync(default));
        await store.AddUserAsync("bob", RatingsOf(40));
        Assert.True(await trainer.TrainIfDueAsync(default));
        await store.AddUserAsync("cay", RatingsOf(49));
        Assert.False(await trainer.TrainIfDueAsync(default));

        // A silo that starts with the checkpoint knows as much.
        using SiloCrowd later = new(store, Nobody, exchange);
        CrowdTrainer other = new(store, later, training);
        Assert.False(await other.TrainIfDueAsync(default));
        await store.AddUserAsync("dan", RatingsOf(1));
        Assert.True(await other.TrainIfDueAsync(default));
    }

    [Fact]
    public async Task A_training_over_other_features_does_not_count()
    {
        MemoryUserStore store = new();
        CrowdTrainingOptions training = new() { Rule = new TrainingRule { FirstAfter = 50, Growth = 0.5 } };
        await store.AddUserAsync("ada", RatingsOf(60));
        using SiloCrowd before = new(store, Nobody);
        Assert.True(await new CrowdTrainer(store, before, training).TrainIfDueAsync(default));
        Assert.False(await new CrowdTrainer(store, before, training).TrainIfDueAsync(default));
        var anew = CrowdModel.From(new HybridRecommender(
            ItemCatalog.Create(new Encoders.FeatureSchemaBuilder<int>().OneHot("kind", i => $"kind {i % 3}").Fit(Items), Items),
            RatingScale.HalfStars));
        using SiloCrowd after = new(store, anew);
        Assert.True(await new CrowdTrainer(store, after, training).TrainIfDueAsync(default));
        Assert.Equal(2, after.Current.Training);
    }

    [Fact]
    public async Task Users_whom_nothing_can_learn_are_left_out()
    {
        MemoryUserStore store = new();
        await store.AddUserAsync("ada", RatingsOf(60));
        PersonalModel model = new(CrowdModel.From(new HybridRecommender(FilmWorld.Catalog, new RatingScale(1, 10, 1))));
        model.Learn(new RatedItem(3, 9, 0));
        await store.WriteAsync("bob", 0, UserWrite.Replace(new UserState(model.Export(), [], []).ToSnapshot()));
        await store.WriteAsync("cay", 0, UserWrite.Append(UserChange.Learn(Guid.NewGuid(), new RatedItem(-1, 4, 0)).ToEntry()));
        using SiloCrowd crowd = new(store, Nobody);
        Assert.True(await new CrowdTrainer(store, crowd).TrainAsync());
        Assert.Equal(60, TrainedCrowd.ReadHead((await store.ReadDocumentAsync(TrainedCrowd.Document, 0))!.Content).Ratings);
    }

    [Fact]
    public async Task Of_two_calls_of_a_trainer_one_trains()
    {
        FailingStore store = new();
        using SiloCrowd crowd = new(store, Nobody);
        CrowdTrainer trainer = new(store, crowd);
        Task<bool>? second = null;
        store.OnPage = () => second ??= Task.Run(() => trainer.TrainAsync());
        Task<bool> first = trainer.TrainAsync();
        Assert.True(await first);
        Assert.False(await second!);
        Assert.Equal(1, crowd.Current.Training);
        Assert.True(await trainer.TrainAsync());
    }

    [Fact]
    public async Task A_crowd_that_is_too_large_for_the_store_is_refused_before_the_training()
    {
        FailingStore store = new();
        await store.AddUserAsync("ada", RatingsOf(60));
        using SiloCrowd crowd = new(store, Nobody);
        using MemoryStream untrained = new();
        Nobody.Save(untrained);
        foreach ((int most, bool isBefore) in ((int, bool)[])[(100, true), ((int)untrained.Length + 100, false)])
        {
            int read = 0;
            store.OnPage = () => read++;
            CrowdTrainer trainer = new(store, crowd, new CrowdTrainingOptions { MostBytes = most });
            string refusal = (await Assert.ThrowsAsync<InvalidOperationException>(() => trainer.TrainAsync())).Message;
            Assert.Contains($"{most} bytes", refusal, StringComparison.Ordinal);
            Assert.Equal(isBefore ? 0 : 1, read);
        }

        Assert.True(await new CrowdTrainer(store, crowd).TrainAsync());
    }

    private static int[] Items { get; } = [.. Enumerable.Range(0, FilmWorld.Items)];

    private static PersonalRatings RatingsOf(int count)
    {
        PersonalModel model = new(Nobody);
        for (int item = 0; item < count; item++)
        {
            model.Learn(new RatedItem(item, 0.5f * (1 + (item % 10)), 0));
        }

        return model.Export();
    }
}
