namespace ClusterHistory;

/// <summary>What happens to a silo in the middle of a round.</summary>
internal sealed class Faults(Silos silos, Clients clients, Network? network, RoundSettings settings)
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    private readonly Random _random = new(HashCode.Combine(settings.Seed, 31));

    /// <summary>How often each kind of fault happened.</summary>
    public SortedDictionary<string, int> Counts { get; } = new(StringComparer.Ordinal);

    /// <summary>Does something to a silo, and starts it again.</summary>
    /// <returns>What was done.</returns>
    public async Task<string> RunAsync()
    {
        // On SQLite the first silo has the list of members, so it must live.
        int first = settings.Store == "sqlite" ? 1 : 0;
        int silo = _random.Next(first, SiloSettings.Silos);
        bool isFirstKind = settings.Broken is not null || _random.Next(2) == 0;
        string what = (network, isFirstKind) switch
        {
            (null, true) => await KillAsync(silo),
            (null, false) => await HoldAsync(silo, "stopped", silos[silo].StopAsync, silos[silo].ContinueAsync),
            ({ } cut, true) => await HoldAsync(silo, "cut off", () => cut.CutOffAsync(silo), () => cut.HealAsync(silo)),
            ({ } cut, false) => await HoldAsync(
                silo, "split from the silos", () => cut.SplitAsync(silo), () => cut.UnsplitAsync(silo)),
        };
        Counts[what] = Counts.GetValueOrDefault(what) + 1;
        await silos.CompleteAsync();
        return FormattableString.Invariant($"silo {silo} {what}");
    }

    private async Task<string> KillAsync(int silo)
    {
        silos[silo].Kill();
        await Task.Delay(_random.Next(1_500));
        await silos.StartAsync(silo);
        return "killed";
    }

    // Holds a silo up until the others have declared it dead, and lets it find that out.
    private async Task<string> HoldAsync(int silo, string what, Func<Task> hold, Func<Task> release)
    {
        await hold();
        bool isDead = await clients.HasAsync(count => count < SiloSettings.Silos, Lease);
        await Task.Delay(_random.Next(1_000));
        await release();
        if (!isDead)
        {
            return $"{what} and not missed";
        }

        if (!await silos[silo].HasEndedWithinAsync(Lease))
        {
            return $"{what} and did not end";
        }

        await silos.StartAsync(silo);
        return what;
    }
}
