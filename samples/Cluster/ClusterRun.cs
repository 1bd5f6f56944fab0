using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Hosting;
using WeightlessNet.Orleans;
using WeightlessNet.Orleans.Storage;

namespace ClusterSample;

/// <summary>Starts the silos, lets visitors ask, kills a silo, and checks what is left.</summary>
internal static class ClusterRun
{
    public static async Task<int> RunAsync(ClusterSettings settings, CancellationToken cancellationToken)
    {
        DirectoryInfo? folder = settings.Place is null ? Directory.CreateTempSubdirectory("cluster-") : null;
        settings = settings with { Place = settings.Place ?? Path.Combine(folder!.FullName, "users.db") };
        List<SiloProcess> silos = [];
        try
        {
            for (int silo = 0; silo < settings.Silos; silo++)
            {
                silos.Add(await SiloProcess.StartAsync(settings, silo));
            }

            using IHost client = await ConnectAsync(settings, cancellationToken);
            return await LoadAsync(settings, silos, client.Services, cancellationToken);
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

    private static async Task<int> LoadAsync(
        ClusterSettings settings, List<SiloProcess> silos, IServiceProvider services, CancellationToken cancellationToken)
    {
        var recommender = services.GetRequiredService<ClusterRecommender<long, Film>>();
        LoadFigures figures = new();
        Visitor[] visitors =
        [
            .. Enumerable.Range(0, settings.Visitors).Select(number => new Visitor(
                recommender, number, settings.Users / settings.Visitors, settings.Films, figures)),
        ];
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] visits = [.. visitors.Select(visitor => Task.Run(() => visitor.RunAsync(end.Token), CancellationToken.None))];
        Print("second  silos  ratings/s     p50     p99   lists/s     p50     p99  repeated");
        int seconds = (int)settings.Time.TotalSeconds;
        int running = settings.Silos;
        Task<SiloProcess>? starting = null;
        for (int second = 1; second <= seconds && !cancellationToken.IsCancellationRequested; second++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None);
            (int Count, double Median, double P99) ratings = figures.Ratings.TakeNew();
            (int Count, double Median, double P99) lists = figures.Lists.TakeNew();
            Print(
                $"{second,6}{running,7}{ratings.Count,11}{ratings.Median,8:0.0}{ratings.P99,8:0.0}"
                + $"{lists.Count,10}{lists.Median,8:0.0}{lists.P99,8:0.0}{figures.Repeated,10}");
            if (settings is { Kill: true, Silos: > 1 } && second == seconds / 3)
            {
                // The first one keeps the list of members of a cluster on one machine, so another one.
                silos[^1].Kill();
                running--;
                Print("a silo is killed");
            }
            else if (running < settings.Silos && starting is null && second >= seconds * 2 / 3)
            {
                starting = SiloProcess.StartAsync(settings, settings.Silos - 1);
            }

            if (starting is { IsCompletedSuccessfully: true } && running < settings.Silos)
            {
                silos[^1] = await starting;
                running++;
                Print("it is there again");
            }
        }

        await end.CancelAsync();
        await Task.WhenAll(visits);
        if (starting is not null && running < settings.Silos)
        {
            silos[^1] = await starting;
        }

        Tell(figures, settings.Time);
        (int Lost, int Foreign)[] checks = await Task.WhenAll(visitors.Select(visitor => visitor.CheckAsync()));
        Print($"{checks.Sum(check => check.Lost)} acknowledged ratings are lost, {checks.Sum(check => check.Foreign)} are there unasked");
        return checks.All(check => check == default) ? 0 : 1;
    }

    private static void Tell(LoadFigures figures, TimeSpan time)
    {
        foreach ((string what, (int count, double median, double p99)) in
            (IEnumerable<(string, (int, double, double))>)[("ratings", figures.Ratings.All()), ("lists", figures.Lists.All())])
        {
            Print($"{what}: {count / time.TotalSeconds:0} a second, p50 {median:0.0} ms, p99 {p99:0.0} ms");
        }
    }

    private static async Task<IHost> ConnectAsync(ClusterSettings settings, CancellationToken cancellationToken)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Critical);
        builder.UseOrleansClient(client => client.UseLocalhostClustering(
            [.. Enumerable.Range(0, settings.Silos).Select(settings.GatewayPort)]));
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

    private static void Print(string text) => Console.WriteLine(text);
}
