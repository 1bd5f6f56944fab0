using System.Diagnostics;
using Npgsql;

namespace ClusterHistory;

/// <summary>
/// Silos in network namespaces of Linux, on one bridge with the clients and with a way to the store. Each silo can be cut off.
/// </summary>
internal sealed class Network : IAsyncDisposable
{
    // Nobody has this address: what is sent to it is lost without a word, as in a network that is cut.
    private const string Nowhere = "02:00:00:00:00:fe";

    private readonly string _name = FormattableString.Invariant($"wn{Environment.ProcessId % 100_000}");
    private readonly string _net =
        FormattableString.Invariant($"10.{100 + (Environment.ProcessId % 100)}.{Environment.ProcessId / 100 % 250}");


    private Forwarder? _forwarder;

    private Network()
    {
    }

    /// <summary>Builds the network; or tells why it cannot.</summary>
    public static async Task<(Network? Network, string? WhyNot)> CreateAsync(StoreSpace space)
    {
        if (!Environment.IsPrivilegedProcess || !OperatingSystem.IsLinux() || !File.Exists("/usr/sbin/ip"))
        {
            return (null, "network namespaces need Linux, iproute2 and the rights of root");
        }

        Network network = new();
        try
        {
            await network.BuildAsync(space);
            return (network, null);
        }
        catch (InvalidOperationException refused)
        {
            await network.DisposeAsync();
            return (null, refused.Message);
        }
    }

    /// <summary>The store as it is reached from a silo.</summary>
    public StoreSpace Seen(StoreSpace space) => space.At(Gateway, _forwarder!.Port);

    public string AddressOf(int silo) => FormattableString.Invariant($"{_net}.{10 + silo}");

    /// <summary>What runs a command where a silo is.</summary>
    public string[] Prefix(int silo) => ["ip", "netns", "exec", NamespaceOf(silo)];

    /// <summary>Cuts a silo off from all others, the clients and the store.</summary>
    public Task CutOffAsync(int silo) => RunAsync($"link set {LinkOf(silo)} down");

    public Task HealAsync(int silo) => RunAsync($"link set {LinkOf(silo)} up");

    /// <summary>Cuts a silo off from the other silos. It reaches the store, and the clients reach it.</summary>
    public Task SplitAsync(int silo) => ForPairsAsync(
        silo, (one, other) => $"-n {NamespaceOf(one)} neigh replace {AddressOf(other)} lladdr {Nowhere} nud permanent dev eth0");

    public Task UnsplitAsync(int silo) => ForPairsAsync(
        silo, (one, other) => $"-n {NamespaceOf(one)} neigh del {AddressOf(other)} dev eth0");

    public async ValueTask DisposeAsync()
    {
        _forwarder?.Dispose();
        for (int silo = 0; silo < SiloSettings.Silos; silo++)
        {
            await TryAsync($"link del {LinkOf(silo)}");
            await TryAsync($"netns del {NamespaceOf(silo)}");
        }

        await TryAsync($"link del {_name}");
    }

    private string Gateway => $"{_net}.1";

    private string NamespaceOf(int silo) => FormattableString.Invariant($"{_name}s{silo}");

    private string LinkOf(int silo) => FormattableString.Invariant($"{_name}v{silo}");

    private async Task BuildAsync(StoreSpace space)
    {
        await RunAsync($"link add {_name} type bridge");
        await RunAsync($"addr add {Gateway}/24 dev {_name}");
        await RunAsync($"link set {_name} up");
        for (int silo = 0; silo < SiloSettings.Silos; silo++)
        {
            await RunAsync($"netns add {NamespaceOf(silo)}");
            await RunAsync($"link add {LinkOf(silo)} type veth peer name eth0 netns {NamespaceOf(silo)}");
            await RunAsync($"link set {LinkOf(silo)} master {_name} up");
            await RunAsync($"-n {NamespaceOf(silo)} addr add {AddressOf(silo)}/24 dev eth0");
            await RunAsync($"-n {NamespaceOf(silo)} link set eth0 up");
            await RunAsync($"-n {NamespaceOf(silo)} link set lo up");
        }

        (string host, int port) = space.Kind == "redis"
            ? (space.Server.Split(':')[0], int.Parse(space.Server.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture))
            : (new NpgsqlConnectionStringBuilder(space.Place).Host!, new NpgsqlConnectionStringBuilder(space.Place).Port);
        _forwarder = new Forwarder(Gateway, host, port);
    }

    private static async Task ForPairsAsync(int silo, Func<int, int, string> command)
    {
        for (int other = 0; other < SiloSettings.Silos; other++)
        {
            if (other != silo)
            {
                await RunAsync(command(silo, other));
                await RunAsync(command(other, silo));
            }
        }
    }

    private static async Task TryAsync(string arguments)
    {
        try
        {
            await RunAsync(arguments);
        }
        catch (InvalidOperationException)
        {
            // It was not made.
        }
    }

    private static async Task RunAsync(string arguments)
    {
        ProcessStartInfo start = new("ip", arguments) { RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"'ip {arguments}' was refused: {errors.Trim()}");
        }
    }
}
