using System.Diagnostics;
using WeightlessNet.Orleans.Storage;

namespace ClusterHistory;

/// <summary>Rounds of load, a fault and an inspection, over one cluster.</summary>
internal static class RoundRun
{
    /// <summary>The answer of the program where a scenario cannot run.</summary>
    public const int Skipped = 3;

    public static async Task<int> RunAsync(RoundSettings settings)
    {
        string folder = Directory.CreateTempSubdirectory("cluster-history-").FullName;
        StoreSpace space = await StoreSpace.CreateAsync(settings.Store, settings.Server, folder);
        (Network? network, string? whyNot) = settings.Faults == "cuts" ? await Network.CreateAsync(space) : (null, null);
        if (whyNot is not null)
        {
            Console.WriteLine($"skipped: {whyNot}");
            await space.DeleteAsync();
            Directory.Delete(folder, recursive: true);
            return Skipped;
        }

        bool isKept = true;
        try
        {
            isKept = await RunAsync(settings, space, network, folder);
        }
        catch (Exception failure) when (failure is SiloFailedException or IOException or TimeoutException)
        {
            Console.WriteLine(failure);
        }
        finally
        {
            if (network is not null)
            {
                await network.DisposeAsync();
            }

            if (isKept)
            {
                Console.WriteLine($"seed {settings.Seed}; the history and what the silos printed are in '{folder}', users in {space.Name}");
            }
            else
            {
                await space.DeleteAsync();
                Directory.Delete(folder, recursive: true);
            }
        }

        return isKept ? 1 : 0;
    }

    private static async Task<bool> RunAsync(RoundSettings settings, StoreSpace space, Network? network, string folder)
    {
        int port = FreePorts.InARow(2 * SiloSettings.Silos);
        StoreSpace seen = network?.Seen(space) ?? space;
        using Silos silos = new(
            silo => new SiloSettings(seen, port, network?.AddressOf(silo) ?? "127.0.0.1", settings.Broken),
            silo => network?.Prefix(silo) ?? [],
            folder);
        await silos.CompleteAsync();
        IUserStore store = await space.OpenAsync();
        Clients clients = await Clients.ConnectAsync(new SiloSettings(space, port, "127.0.0.1", null));
        using History history = new(Path.Combine(folder, "history.tsv"));
        await using (store)
        await using (clients)
        {
            return await RunAsync(settings, silos, new Faults(silos, clients, network, settings), clients, store, history);
        }
    }

    private static async Task<bool> RunAsync(
        RoundSettings settings, Silos silos, Faults faults, Clients clients, IUserStore store, History history)
    {
        CallFigures figures = new();
        Random random = new(settings.Seed);
        UserGate[] gates = [.. Enumerable.Range(0, World.Users).Select(_ => new UserGate())];
        Caller[] callers =
        [
            .. Enumerable.Range(0, Caller.Count).Select(
                number => new Caller(clients[number], number, settings.Seed, history, figures, gates)),
        ];
        Inspection inspection = new(clients, store, history, settings.Seed);
        Stopwatch all = Stopwatch.StartNew();
        List<string> violations = [];
        for (int round = 1; round <= settings.Rounds && violations.Count == 0; round++)
        {
            Stopwatch clock = Stopwatch.StartNew();
            using CancellationTokenSource end = new();
            Task[] calls = [.. callers.Select(caller => Task.Run(() => caller.RunAsync(end.Token), CancellationToken.None))];
            await Task.Delay(random.Next(500, 1_200), CancellationToken.None);
            string what = await faults.RunAsync();
            history.Note($"round {round}: {what}");
            await Task.Delay(500, CancellationToken.None);
            await end.CancelAsync();
            await Task.WhenAll(calls);
            await silos.CompleteAsync();
            if (!await clients.HasAsync(count => count == SiloSettings.Silos, TimeSpan.FromMinutes(1)))
            {
                violations.Add("members: not all silos are in the cluster");
            }

            violations.AddRange(await inspection.RunAsync());
            violations.AddRange(callers.SelectMany(caller => caller.Surprises));
            Console.WriteLine(
                FormattableString.Invariant($"round {round}: {what}, {clock.Elapsed.TotalSeconds:0.0} s; so far {history.Acknowledged} ")
                + FormattableString.Invariant($"acknowledged, {history.Unknown} unknown; {violations.Count} violations"));
        }

        violations.ForEach(violation =>
        {
            history.Note(violation);
            Console.WriteLine(violation);
        });
        string[] parts =
        [
            FormattableString.Invariant($"{settings.Store}, seed {settings.Seed}: {Kinds(faults)}; {history.Acknowledged} changes "),
            FormattableString.Invariant($"acknowledged, {history.Unknown} of unknown outcome, {figures.Failed} attempts without an "),
            FormattableString.Invariant($"answer ({figures.Conflicts} lost to another activation), {figures.Questions} questions "),
            FormattableString.Invariant($"({figures.Stale} answered without an acknowledged change), {inspection.Behind} activations "),
            FormattableString.Invariant($"behind the store, {silos.EndedByThemselves} silos ended by themselves, "),
            FormattableString.Invariant($"{inspection.Compared} users compared, {all.Elapsed.TotalSeconds:0} s, "),
            FormattableString.Invariant($"{violations.Count} violations"),
        ];
        Console.WriteLine(string.Concat(parts));
        return violations.Count > 0;
    }

    private static string Kinds(Faults faults) => string.Join(", ", faults.Counts.Select(kind => $"{kind.Value} {kind.Key}"));
}
