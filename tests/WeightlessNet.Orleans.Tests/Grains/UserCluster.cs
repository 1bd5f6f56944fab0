using ClusterHistory;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.TestingHost;
using WeightlessNet.Orleans.Grains;
using WeightlessNet.Orleans.Sharing;
using WeightlessNet.Orleans.Storage;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;

namespace WeightlessNet.Orleans.Tests.Grains;

/// <summary>Silos in this process, over one store.</summary>
internal sealed class UserCluster : IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;

    private UserCluster(InProcessTestCluster cluster) => _cluster = cluster;

    public static async Task<UserCluster> StartAsync(
        IUserStore store,
        CrowdModel crowd,
        short silos = 1,
        UserGrainOptions? users = null,
        TimeSpan? interval = null,
        CrowdTrainingOptions? training = null)
    {
        InProcessTestClusterBuilder builder = new(silos);
        builder.ConfigureSilo((_, silo) => silo.AddWeightlessNetGrains(
            store,
            crowd,
            users,
            new CrowdOptions { Interval = interval ?? TimeSpan.FromHours(1), EntriesPerCheckpoint = 200 },
            training));
        UserCluster cluster = new(builder.Build());
        await cluster._cluster.DeployAsync();
        return cluster;
    }

    public IReadOnlyList<InProcessSiloHandle> Silos => _cluster.Silos;

    public IGrainFactory Grains => _cluster.Client;

    public IUserGrain User(string key) => _cluster.Client.GetGrain<IUserGrain>(key);

    public IEnumerable<SiloCrowd> Crowds => _cluster.Silos.Select(silo => silo.ServiceProvider.GetRequiredService<SiloCrowd>());

    public Task KillAsync(InProcessSiloHandle silo) => _cluster.KillSiloAsync(silo);

    /// <summary>Ends the activation of a user.</summary>
    public Task DeactivateAsync(string key) => _cluster.DeactivateAsync(User(key));

    /// <summary>All that a user's grain answers, exactly.</summary>
    public async Task<double[]> AnswersOfAsync(string key)
    {
        IUserGrain user = User(key);
        double[] predicted = await Task.WhenAll(Enumerable.Range(0, FilmWorld.Items).Select(user.PredictAsync));
        Explanation[] explanations = await Task.WhenAll(Enumerable.Range(0, 4).Select(user.ExplainAsync));
        return AnswerNumbers.Of(predicted, await user.ListAsync(20), explanations);
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.StopAllSilosAsync();
        await _cluster.DisposeAsync();
    }
}
