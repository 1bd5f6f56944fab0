using System.Net;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Hosting;
using WeightlessNet.Orleans;
using WeightlessNet.Orleans.Storage;

namespace ClusterSample;

/// <summary>A process with grains.</summary>
internal static class SiloHost
{
    /// <summary>What a silo prints when it has joined the cluster.</summary>
    public const string Ready = "ready";

    public static async Task<int> RunAsync(ClusterSettings settings, int silo, CancellationToken cancellationToken)
    {
        IUserStore store = await settings.OpenAsync();
        await using (store)
        {
            var catalog = await settings.CatalogAsync(store);
            HostApplicationBuilder builder = Host.CreateApplicationBuilder();
            builder.Logging.SetMinimumLevel(LogLevel.Error);
            builder.UseOrleans(orleans => orleans
                .UseLocalhostClustering(
                    settings.SiloPort(silo), settings.GatewayPort(silo), new IPEndPoint(IPAddress.Loopback, settings.SiloPort(0)))
                .Configure<ClusterMembershipOptions>(membership =>
                {
                    // A silo that was killed is found out within seconds. The default is slower, and kinder to busy networks.
                    membership.ProbeTimeout = TimeSpan.FromSeconds(1);
                    membership.NumMissedProbesLimit = 2;
                    membership.TableRefreshTimeout = TimeSpan.FromSeconds(2);
                })
                .AddWeightlessNetGrains(store, catalog));
            using IHost host = builder.Build();
            await host.StartAsync(cancellationToken);
            Console.WriteLine(Ready);
            await host.WaitForShutdownAsync(cancellationToken);
        }

        return 0;
    }
}
