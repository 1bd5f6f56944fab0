using WeightlessNet.Orleans.Grains;
using WeightlessNet.Orleans.Sharing;
using WeightlessNet.Orleans.Storage;
using WeightlessNet.Orleans.Tests.Grains;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;

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
}
