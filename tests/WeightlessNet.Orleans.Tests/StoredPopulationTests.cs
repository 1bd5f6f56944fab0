using WeightlessNet.Orleans.Grains;
using WeightlessNet.Orleans.Sharing;
using WeightlessNet.Orleans.Storage;
using WeightlessNet.Orleans.Tests.Grains;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Weightless;

namespace WeightlessNet.Orleans.Tests;

/// <summary>Users who were written without a cluster are as those who have rated in one.</summary>
public sealed class StoredPopulationTests
{
    private static readonly CrowdModel Nobody = CrowdModel.From(FilmWorld.Untaught());

    [Fact]
    public async Task Users_who_were_written_are_answered_as_those_who_have_rated()
    {
        Random random = new(2);
        MemoryUserStore written = new();
        MemoryUserStore learned = new();
        UserCluster rating = await UserCluster.StartAsync(learned, Nobody);
        await using (rating)
        {
            foreach (string key in (string[])["ada", "bob", "cay"])
            {
                PersonalModel model = new(Nobody);
                for (int i = 0; i < 15; i++)
                {
                    RatedItem rated = FilmWorld.Rated(random);
                    model.Learn(rated);
                    await rating.User(key).LearnAsync(Guid.NewGuid(), rated);
                }

                Assert.True(await written.AddUserAsync(key, model.Export()));
                Assert.False(await written.AddUserAsync(key, new PersonalModel(Nobody).Export()));
            }

            UserCluster cluster = await UserCluster.StartAsync(written, Nobody);
            await using (cluster)
            {
                foreach (SiloCrowd crowd in cluster.Crowds.Concat(rating.Crowds))
                {
                    await crowd.RefreshAsync();
                }

                foreach (string key in (string[])["ada", "bob", "cay", "dan"])
                {
                    Assert.Equal(await rating.AnswersOfAsync(key), await cluster.AnswersOfAsync(key));
                }

                Assert.Equal(ChangeOutcome.Applied, await cluster.User("ada").ForgetAllAsync(Guid.NewGuid()));
                Assert.Empty(await cluster.User("ada").RatingsAsync());
            }
        }
    }

    [Fact]
    public async Task Wrong_arguments_are_refused()
    {
        PersonalRatings none = new PersonalModel(Nobody).Export();
        MemoryUserStore store = new();
        await Assert.ThrowsAsync<ArgumentNullException>(() => StoredPopulation.AddUserAsync(null!, "ada", none));
        await Assert.ThrowsAsync<ArgumentNullException>(() => store.AddUserAsync("ada", null!));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.AddUserAsync("", none));
        Assert.Equal(StoredUser.Unknown, await store.LoadAsync("ada"));
    }

    [Fact]
    public async Task A_user_who_does_not_fit_the_store_is_refused_and_nothing_is_written()
    {
        MemoryUserStore store = new();
        PersonalModel stars = new(CrowdModel.From(new WeightlessRecommender(FilmWorld.Catalog, RatingScale.Stars)));
        stars.Learn(new RatedItem(1, 4, 0));
        PersonalModel last = new(Nobody);
        last.Learn(new RatedItem(FilmWorld.Items - 1, 4, 0));
        Assert.True(await store.AddUserAsync("ada", last.Export()));
        ArgumentException scale = await Assert.ThrowsAsync<ArgumentException>("ratings", () => store.AddUserAsync("bob", stars.Export()));
        Assert.Contains("0.5 to 5 by 0.5", scale.Message, StringComparison.Ordinal);
        Assert.Contains("1 to 5 by 1", scale.Message, StringComparison.Ordinal);

        // The store has fewer items, then one more, then enough.
        await store.WriteItemsAsync([.. Enumerable.Range(0, FilmWorld.Items - 1).Select(ItemOf)]);
        ArgumentException item = await Assert.ThrowsAsync<ArgumentException>("ratings", () => store.AddUserAsync("bob", last.Export()));
        Assert.Contains($"item {FilmWorld.Items - 1}", item.Message, StringComparison.Ordinal);
        Assert.Equal(StoredUser.Unknown, await store.LoadAsync("bob"));
        Assert.Single((await store.ReadCrowdAsync(new long[CrowdParts.Count])).Entries);
        await store.WriteItemsAsync([ItemOf(FilmWorld.Items - 1)]);
        Assert.True(await store.AddUserAsync("bob", last.Export()));
        using SiloCrowd crowd = new(store, Nobody);
        Assert.Equal(2, (await crowd.RefreshAsync()).Positions.Sum());

        // Who is refused does not give a store its scale.
        MemoryUserStore fresh = new();
        await fresh.WriteItemsAsync([ItemOf(0)]);
        await Assert.ThrowsAsync<ArgumentException>("ratings", () => fresh.AddUserAsync("bob", stars.Export()));
        Assert.True(await fresh.AddUserAsync("ada", new PersonalModel(Nobody).Export()));

        static KeyValuePair<string, ReadOnlyMemory<byte>> ItemOf(int item) => new($"film {item}", default);
    }
}
