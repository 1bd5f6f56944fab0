using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Hosting;
using WeightlessNet.Orleans;
using WeightlessNet.Orleans.Grains;
using WeightlessNet.Orleans.Sharing;
using WeightlessNet.Orleans.Storage;
using WeightlessNet.Recommenders.Hybrid;

namespace ClusterHistory;

/// <summary>A process with grains.</summary>
internal static class SiloHost
{
    public static async Task RunAsync(SiloSettings settings, int index, CancellationToken cancellationToken)
    {
        IUserStore store = await settings.Space.OpenAsync();
        if (settings.Broken is not null)
        {
            store = EarlyStore.Around(store);
        }

        await using (store)
        {
            HostApplicationBuilder builder = Host.CreateApplicationBuilder();
            builder.Logging.SetMinimumLevel(LogLevel.Warning);
            builder.UseOrleans(silo =>
            {
                settings.Configure(silo, index);

                // Short, so that snapshots, checkpoints and readings of several pages come often, and activations see what a silo has
                // stored that the cluster holds for dead.
                silo.AddWeightlessNetGrains(
                    store,
                    CrowdModel.From(World.Trained()),
                    new UserGrainOptions { EntriesPerSnapshot = 6, RecheckInterval = TimeSpan.FromMilliseconds(500) },
                    new CrowdOptions { Interval = TimeSpan.FromMilliseconds(200), EntriesPerCheckpoint = 150, EntriesPerReading = 20 });
            });
            using IHost host = builder.Build();
            await host.StartAsync(cancellationToken);
            Console.WriteLine(SiloProcess.Ready);
            await host.WaitForShutdownAsync(cancellationToken);
        }
    }
}
