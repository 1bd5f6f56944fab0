using System.Globalization;
using System.Net;
using Orleans.Configuration;
using Microsoft.Extensions.Hosting;
using Orleans.Hosting;
using StackExchange.Redis;

namespace ClusterHistory;

/// <summary>What a silo or a client must know of the cluster.</summary>
/// <param name="Space">The store.</param>
/// <param name="Port">The first of the ports.</param>
/// <param name="Address">The silo's own address.</param>
/// <param name="Broken">What is broken on purpose; null for nothing.</param>
internal sealed record SiloSettings(StoreSpace Space, int Port, string Address, string? Broken)
{
    /// <summary>The number of silos.</summary>
    public const int Silos = 3;

    /// <summary>A silo that does not answer probes for this long, several times, is declared dead.</summary>
    private static readonly TimeSpan Probe = TimeSpan.FromSeconds(1);

    /// <summary>The settings as arguments of a process with a silo.</summary>
    public IEnumerable<string> Arguments(int silo) =>
    [
        "silo", "--store", Space.Kind, Space.Place, "--name", Space.Name, "--index", Text(silo), "--port", Text(Port), "--address", Address,
        .. Broken is null ? (string[])[] : ["--broken", Broken],
    ];

    public void Configure(ISiloBuilder silo, int index)
    {
        int silos = Port + index;
        int gateways = Port + Silos + index;
        switch (Space.Kind)
        {
            case "postgres":
                silo.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = ("Npgsql", Space.Place));
                break;
            case "redis":
                silo.UseRedisClustering(options => options.ConfigurationOptions = ConfigurationOptions.Parse(Space.Server));
                break;
            default:
                silo.UseLocalhostClustering(silos, gateways, new IPEndPoint(IPAddress.Loopback, Port), Space.Name, Space.Name);
                break;
        }

        silo.Configure<ClusterOptions>(Name)
            .Configure<EndpointOptions>(options =>
            {
                options.AdvertisedIPAddress = IPAddress.Parse(Address);
                (options.SiloPort, options.GatewayPort) = (silos, gateways);
            })
            .Configure<ClusterMembershipOptions>(options =>
            {
                options.ProbeTimeout = Probe;
                options.TableRefreshTimeout = TimeSpan.FromSeconds(2);
                options.DefunctSiloCleanupPeriod = null;
            })
            .Configure<SiloMessagingOptions>(options => options.ResponseTimeout = Caller.ResponseTimeout);
    }

    public void Configure(IClientBuilder client)
    {
        switch (Space.Kind)
        {
            case "postgres":
                client.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = ("Npgsql", Space.Place));
                break;
            case "redis":
                client.UseRedisClustering(options => options.ConfigurationOptions = ConfigurationOptions.Parse(Space.Server));
                break;
            default:
                client.UseLocalhostClustering([.. Enumerable.Range(Port + Silos, Silos)], Space.Name, Space.Name);
                break;
        }

        client.Configure<ClusterOptions>(Name)
            .Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = TimeSpan.FromSeconds(1))
            .Configure<ClientMessagingOptions>(options => options.ResponseTimeout = Caller.ResponseTimeout);
    }

    private void Name(ClusterOptions options) => (options.ClusterId, options.ServiceId) = (Space.Name, Space.Name);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
