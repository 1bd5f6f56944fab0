using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Core.Internal;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Runtime.Placement;
using WeightlessNet.Orleans.Grains;

namespace ClusterHistory;

/// <summary>Clients of Orleans, one for each caller, with connections of their own.</summary>
internal sealed class Clients : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly ParallelOptions AtOnce = new() { MaxDegreeOfParallelism = 16 };

    private readonly List<IHost> _hosts = [];

    public IClusterClient this[int caller] => _hosts[caller].Services.GetRequiredService<IClusterClient>();

    public static async Task<Clients> ConnectAsync(SiloSettings settings)
    {
        Clients clients = new();
        for (int i = 0; i < Caller.Count; i++)
        {
            HostApplicationBuilder builder = Host.CreateApplicationBuilder();
            builder.Logging.SetMinimumLevel(LogLevel.None);
            builder.UseOrleansClient(settings.Configure);
            IHost host = builder.Build();
            await host.StartAsync();
            clients._hosts.Add(host);
        }

        return clients;
    }

    /// <summary>The silos that the cluster holds for alive.</summary>
    public async Task<IReadOnlyList<SiloAddress>> ActiveAsync() =>
        [.. (await RepeatAsync(() => Management.GetHosts(onlyActive: true))).Keys];

    /// <summary>Waits until the cluster has some number of silos.</summary>
    /// <returns>Whether it has in time.</returns>
    public async Task<bool> HasAsync(Predicate<int> silos, TimeSpan time)
    {
        for (DateTime last = DateTime.UtcNow + time; DateTime.UtcNow < last; await Task.Delay(200))
        {
            if (silos((await ActiveAsync()).Count))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Moves users to a silo: an activation elsewhere ends, and another one reads the user there.</summary>
    /// <returns>Whether all are there in time.</returns>
    public async Task<bool> MoveAsync(SiloAddress silo, IReadOnlyList<int> users)
    {
        List<int> elsewhere = [.. users];
        for (DateTime last = DateTime.UtcNow + Patience; elsewhere.Count > 0 && DateTime.UtcNow < last; await Task.Delay(100))
        {
            await Parallel.ForEachAsync(elsewhere, AtOnce, (user, _) => new ValueTask(RepeatAsync(async () =>
            {
                RequestContext.Set(IPlacementDirector.PlacementHintKey, silo);
                await User(user).AsReference<IGrainManagementExtension>().MigrateOnIdle();
                RequestContext.Clear();
                await User(user).ControlsAsync();
                return true;
            })));

            // The silo itself tells: others may remember an earlier place.
            DetailedGrainStatistic[] there = await RepeatAsync(() => Management.GetDetailedGrainStatistics(hostsIds: [silo]));
            HashSet<GrainId> found = [.. there.Select(one => one.GrainId)];
            elsewhere.RemoveAll(user => found.Contains(User(user).GetGrainId()));
        }

        return elsewhere.Count == 0;
    }

    public IUserGrain User(int user) => this[0].GetGrain<IUserGrain>(World.Key(user));

    /// <summary>Repeats a question as long as what failed may pass.</summary>
    public static async Task<T> RepeatAsync<T>(Func<Task<T>> ask)
    {
        for (DateTime last = DateTime.UtcNow + Patience; ; await Task.Delay(200))
        {
            try
            {
                return await ask();
            }
            catch (Exception failure) when (Caller.IsExpected(failure) && DateTime.UtcNow < last)
            {
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IHost host in _hosts)
        {
            using (host)
            {
                await host.StopAsync();
            }
        }
    }

    private IManagementGrain Management => this[0].GetGrain<IManagementGrain>(0);
}
