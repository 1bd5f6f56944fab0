using WeightlessNet.Orleans.Grains;
using WeightlessNet.Orleans.Sharing;
using WeightlessNet.Orleans.Storage;
using WeightlessNet.Orleans.Tests.Grains;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Weightless;

namespace WeightlessNet.Orleans.Tests.Sharing;

/// <summary>After a pause all silos have the crowd of one process that learned and forgot the same, to the byte.</summary>
public sealed class SiloCrowdTests
{
    private const int Users = 12;

    [Fact]
    public Task Three_silos_answer_as_one_process() =>
        FollowAsync(FilmWorld.Untaught(), static recommender => CrowdModel.From(recommender), 3);

    [Fact]
    public Task Two_silos_over_trained_models_answer_as_one_process() =>
        FollowAsync(FilmWorld.Trained(), static recommender => CrowdModel.From(recommender), 2);

    [Fact]
    public async Task A_silo_that_starts_later_reads_the_checkpoint_and_what_came_after()
    {
        MemoryUserStore store = new();
        var origin = CrowdModel.From(FilmWorld.Untaught());
        CrowdOptions options = new() { EntriesPerCheckpoint = 7, EntriesPerReading = 3 };
        using SiloCrowd first = new(store, origin, options);
        using SiloCrowd second = new(store, origin, options);
        CrowdChanges all = new(origin.Scale);
        Random random = new(8);
        for (int i = 0; i < 60; i++)
        {
            PersonalModel model = new(origin);
            model.Learn(FilmWorld.Rated(random));
            CrowdChanges change = new(origin.Scale);
            change.Replace(null, model.Export());
            all.Add(change);
            await store.WriteAsync($"user {i}", 0, UserWrite.Append(default, FilmWorld.BytesOf(change)));
            SiloCrowd reading = i % 20 < 10 ? first : second;
            Assert.Equal(FilmWorld.BytesOf(origin.With(all)), FilmWorld.BytesOf((await reading.RefreshAsync()).Model));
        }

        CrowdLog log = await store.ReadCrowdAsync(new long[CrowdParts.Count]);
        Assert.InRange(log.Checkpoint!.Number, 4, 8);
        Assert.InRange(log.Entries.Count, 0, 20);
        using SiloCrowd later = new(store, origin, options);
        Assert.Equal(FilmWorld.BytesOf(origin.With(all)), FilmWorld.BytesOf((await later.RefreshAsync()).Model));
        Assert.Same(later.Current, await later.RefreshAsync());
        Assert.Same(later.Current, await later.ReachAsync(3, later.Current.Positions[3]));
        await Assert.ThrowsAsync<InvalidDataException>(() => later.ReachAsync(3, later.Current.Positions[3] + 1));
    }

    [Fact]
    public async Task A_log_that_does_not_fit_is_refused_and_the_present_crowd_stays()
    {
        var origin = CrowdModel.From(FilmWorld.Untaught());
        WeightlessRecommender more = new(FilmWorld.CatalogOf(FilmWorld.Items + 1), RatingScale.HalfStars);
        more.Learn(new Rating(0, FilmWorld.Items, 4));
        WeightlessRecommender stars = new(FilmWorld.Catalog, RatingScale.Stars);
        stars.Learn(new Rating(0, 1, 4));
        foreach (PersonalRatings misfit in (PersonalRatings[])[more.Export(0), stars.Export(0)])
        {
            MemoryUserStore store = new();
            CrowdChanges change = new(misfit.Scale);
            change.Replace(null, misfit);
            await store.WriteAsync("ada", 0, UserWrite.Append(default, FilmWorld.BytesOf(change)));
            using SiloCrowd crowd = new(store, origin);
            await Assert.ThrowsAsync<InvalidDataException>(() => crowd.RefreshAsync());
            Assert.Same(origin, crowd.Current.Model);
        }

        Assert.Throws<ArgumentNullException>(() => new SiloCrowd(null!, origin));
        Assert.Throws<ArgumentNullException>(() => new SiloCrowd(new MemoryUserStore(), null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CrowdOptions { Interval = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(() => new CrowdOptions { EntriesPerCheckpoint = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new CrowdOptions { EntriesPerReading = 0 });
    }

    // Users learn and forget at the same time, asked meanwhile. Silos exchange all the time, and write checkpoints.
    private static async Task FollowAsync<T>(T expected, Func<T, CrowdModel> crowdOf, short silos)
        where T : ICounterfactualRecommender, IPortableRecommender
    {
        MemoryUserStore store = new();
        UserCluster cluster = await UserCluster.StartAsync(
            store, crowdOf(expected), silos, new UserGrainOptions { EntriesPerSnapshot = 6 }, TimeSpan.FromMilliseconds(20));
        await using (cluster)
        {
            await Task.WhenAll(Enumerable.Range(0, Users).Select(user => LiveAsync(cluster.User(Key(user)), new Random(user))));
            foreach (SiloCrowd crowd in cluster.Crowds)
            {
                await crowd.RefreshAsync();
            }

            for (int user = 0; user < Users; user++)
            {
                foreach (RatedItem rated in await cluster.User(Key(user)).RatingsAsync())
                {
                    expected.Learn(new Rating(FilmWorld.FirstUser + user, rated.Item, rated.Value, rated.Timestamp));
                }
            }

            byte[] crowdOfOne = FilmWorld.BytesOf(crowdOf(expected));
            Assert.Equal(silos, cluster.Crowds.Count());
            Assert.All(cluster.Crowds, crowd => Assert.Equal(crowdOfOne, FilmWorld.BytesOf(crowd.Current.Model)));
            for (int user = 0; user < Users; user++)
            {
                Assert.Equal(FilmWorld.AnswersOf(expected, FilmWorld.FirstUser + user), await cluster.AnswersOfAsync(Key(user)));
                await cluster.DeactivateAsync(Key(user));
                Assert.Equal(FilmWorld.AnswersOf(expected, FilmWorld.FirstUser + user), await cluster.AnswersOfAsync(Key(user)));
            }

            Assert.NotNull((await store.ReadCrowdAsync(new long[CrowdParts.Count])).Checkpoint);
        }
    }

    private static async Task LiveAsync(IUserGrain user, Random random)
    {
        for (int change = 0; change < 40; change++)
        {
            ChangeOutcome outcome = random.Next(8) switch
            {
                0 => await user.ForgetAsync(Guid.NewGuid(), random.Next(FilmWorld.Items)),
                1 when random.Next(5) == 0 => await user.ForgetAllAsync(Guid.NewGuid()),
                _ => await user.LearnAsync(Guid.NewGuid(), FilmWorld.Rated(random)),
            };
            Assert.NotEqual(ChangeOutcome.Repeated, outcome);
            Assert.InRange(await user.PredictAsync(random.Next(FilmWorld.Items)), 0.5, 5);
        }
    }

    private static string Key(int user) => $"user {user}";
}
