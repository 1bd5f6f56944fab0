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

    /// <summary>
    /// Runs until the process is asked to end, or the one that started it has ended, however it did: its pipe closes then.
    /// </summary>
    public static async Task RunAsync(ClusterSettings settings, int silo, CancellationToken cancellationToken)
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
            try
            {
                await host.StartAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                // The program that started it says that it was stopped.
                return;
            }

            Console.WriteLine(Ready);
            Task orphaned = Task.Run(Console.In.ReadToEnd, CancellationToken.None);
            await Task.WhenAny(host.WaitForShutdownAsync(cancellationToken), orphaned);
        }
    }
}
