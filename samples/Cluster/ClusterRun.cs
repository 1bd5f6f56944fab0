using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using WeightlessNet.Orleans;
using WeightlessNet.Orleans.Storage;

namespace ClusterSample;

/// <summary>Starts the silos, lets visitors ask, kills a silo, and checks what is left.</summary>
internal static class ClusterRun
{
    /// <summary>Runs everything that the settings ask for.</summary>
    /// <exception cref="IOException">The store, a port or the cluster cannot be used.</exception>
    /// <exception cref="InvalidDataException">The cluster has lost ratings, or has some that nobody gave.</exception>
    public static async Task RunAsync(ClusterSettings settings, CancellationToken cancellationToken)
    {
        settings.CheckPorts();
        DirectoryInfo? folder = settings.Place is null ? Directory.CreateTempSubdirectory("cluster-") : null;
        settings = settings with { Place = settings.Place ?? Path.Combine(folder!.FullName, "users.db") };
        List<SiloProcess> silos = [];
        try
        {
            IUserStore store = await settings.OpenAsync();
            await using (store)
            {
                await Population.RequireNobodyAsync(settings, store, cancellationToken);
                await Population.AddAsync(settings, store, cancellationToken);
            }

            for (int silo = 0; silo < settings.Silos; silo++)
            {
                silos.Add(await SiloProcess.StartAsync(settings, silo, cancellationToken));
                Print($"silo {silo + 1} has joined the cluster");
            }

            using IHost client = await ConnectAsync(settings, cancellationToken);
            await LoadAsync(settings, silos, client.Services, cancellationToken);
            var recommender = client.Services.GetRequiredService<ClusterRecommender<long, Film>>();
            await FirstQuestions.AskAsync(settings, silos, recommender, cancellationToken);
        }
        catch (Exception failure) when (failure is OrleansException or TimeoutException)
        {
            throw new IOException($"The cluster does not answer: {failure.Message}", failure);
        }
        finally
        {
            foreach (SiloProcess silo in silos)
            {
                silo.Dispose();
            }

            folder?.Delete(recursive: true);
        }
    }

    private static async Task LoadAsync(
        ClusterSettings settings, List<SiloProcess> silos, IServiceProvider services, CancellationToken cancellationToken)
    {
        var recommender = services.GetRequiredService<ClusterRecommender<long, Film>>();
        LoadFigures figures = new();
        Visitor[] visitors =
        [
            .. Enumerable.Range(0, settings.Visitors).Select(number => new Visitor(recommender, number, settings.Films, figures)),
        ];
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        long began = Stopwatch.GetTimestamp();
        TimeSpan[] before = [Environment.CpuUsage.TotalTime, Sum(silos)];
        Task[] visits =
        [
            .. visitors.Select(visitor => Task.Run(() => visitor.RunAsync(end.Token, cancellationToken), CancellationToken.None)),
        ];
        Task disturbing = DisturbAsync(settings, silos, cancellationToken);
        LiveTable table = new(services.GetRequiredService<IClusterClient>(), figures);
        for (int second = 1; second <= (int)settings.Time.TotalSeconds; second++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
            table.Print(second, silos.Count(silo => silo.Runs));
        }

        await end.CancelAsync();
        await Task.WhenAll(visits);
        TimeSpan time = Stopwatch.GetElapsedTime(began);
        await disturbing;
        int calls = Tell(figures, time);
        if (settings.Disturbance == Disturbance.None)
        {
            double client = (Environment.CpuUsage.TotalTime - before[0]).TotalMilliseconds / calls;
            double inSilos = (Sum(silos) - before[1]).TotalMilliseconds / calls;
            Print($"processor time of a call: {client:0.00} ms in the client, {inSilos:0.00} ms in the silos");
        }

        (int Lost, int Foreign)[] checks = await Task.WhenAll(visitors.Select(visitor => visitor.CheckAsync(cancellationToken)));
        string lost = Count.Of(checks.Sum(check => check.Lost), "acknowledged rating");
        Print($"{lost} lost, {checks.Sum(check => check.Foreign)} there unasked");
        if (checks.Any(check => check != default))
        {
            throw new InvalidDataException("The cluster has lost ratings, or has some that nobody gave.");
        }
    }

    // The first silo keeps the list of members of a cluster on one machine, so it is always another one.
    private static async Task DisturbAsync(ClusterSettings settings, List<SiloProcess> silos, CancellationToken cancellationToken)
    {
        await Task.Delay(settings.Time / 3, cancellationToken);
        if (settings.Disturbance == Disturbance.Kill)
        {
            silos[^1].Kill();
            Print($"silo {settings.Silos} is killed");
            await Task.Delay(settings.Time / 3, cancellationToken);
            silos[^1] = await SiloProcess.StartAsync(settings, settings.Silos - 1, cancellationToken);
            Print($"silo {settings.Silos} is there again");
        }
        else if (settings.Disturbance == Disturbance.Restart)
        {
            for (int silo = 1; silo < settings.Silos; silo++)
            {
                await silos[silo].EndAsync(cancellationToken);
                Print($"silo {silo + 1} has ended");
                silos[silo] = await SiloProcess.StartAsync(settings, silo, cancellationToken);
                Print($"silo {silo + 1} is there again");
            }
        }
    }

    private static int Tell(LoadFigures figures, TimeSpan time)
    {
        int calls = 0;
        foreach ((string what, (int count, double median, double p99)) in
            (IEnumerable<(string, (int, double, double))>)[("ratings", figures.Ratings.All()), ("lists", figures.Lists.All())])
        {
            Print($"{what}: {count / time.TotalSeconds:0} a second, p50 {median:0.0} ms, p99 {p99:0.0} ms");
            calls += count;
        }

        return Math.Max(1, calls);
    }

    private static TimeSpan Sum(List<SiloProcess> silos) =>
        silos.Where(silo => silo.Runs).Aggregate(TimeSpan.Zero, (sum, silo) => sum + silo.ProcessorTime);

    private static async Task<IHost> ConnectAsync(ClusterSettings settings, CancellationToken cancellationToken)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Critical);

        // A call that was on its way to a silo that ends waits as long before it is repeated; without this, 30 seconds.
        builder.UseOrleansClient(client => client
            .UseLocalhostClustering([.. Enumerable.Range(0, settings.Silos).Select(settings.GatewayPort)])
            .Configure<ClientMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(5)));
        IUserStore store = await settings.OpenAsync();
        await using (store)
        {
            builder.Services.AddClusterRecommender<long, Film>(await settings.CatalogAsync(store));
        }

        IHost host = builder.Build();
        await host.StartAsync(cancellationToken);
        return host;
    }

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
