using System.Globalization;
using System.Net.Sockets;
using WeightlessNet.Orleans;
using WeightlessNet.Orleans.Storage;
using WeightlessNet.Serving;

namespace ClusterSample;

/// <summary>What the command line says.</summary>
internal sealed record ClusterSettings(
    int Silos,
    TimeSpan Time,
    int Visitors,
    int Users,
    int Ratings,
    int Asked,
    int Films,
    string Store,
    string? Place,
    Disturbance Disturbance,
    int Port)
{
    /// <summary>The users of each visitor, whom nobody else rates for.</summary>
    public const int UsersOfVisitor = 60;

    private const int PortsOfSilos = 10;

    /// <summary>What is wrong with the settings; null if nothing is.</summary>
    public string? Problem =>
        Silos is < 1 or > 9 ? $"--silos must be 1 to 9, not {Silos}."
        : Visitors is < 1 or > 10_000 ? $"--visitors must be 1 to 10,000, not {Visitors}."
        : Users < 0 ? $"--users must be 0 or more, not {Users}."
        : Ratings < 1 ? $"--ratings must be 1 or more, not {Ratings}."
        : Asked < 0 || Asked > Users ? $"--ask must be 0 to {Users}, the number of --users, not {Asked}."
        : Films < 50 ? $"--films must be 50 or more, not {Films}."
        : Time < TimeSpan.FromSeconds(1) ? $"--seconds must be 1 or more, not {Time.TotalSeconds}."
        : Place is null && Store != "sqlite" ? $"--place must say where the server of the kind {Store} is."
        : Port is < 1024 or > ushort.MaxValue - (2 * PortsOfSilos) ? $"--port must be 1024 to 65515, not {Port}."
        : FirstUsedPort() is { } used ? $"--port must be the first of 20 ports of which {Silos} and {Silos} are free, but {used} is used."
        : null;

    /// <summary>The port at which silos reach a silo.</summary>
    public int SiloPort(int silo) => Port + silo;

    /// <summary>The port at which clients reach a silo.</summary>
    public int GatewayPort(int silo) => Port + PortsOfSilos + silo;

    /// <summary>The settings as arguments of a process with a silo.</summary>
    public IEnumerable<string> Arguments(int silo) =>
    [
        "--silo", Text(silo), "--silos", Text(Silos), "--films", Text(Films), "--store", Store, "--place", Place!, "--port", Text(Port),
    ];

    public async Task<IUserStore> OpenAsync() => Store switch
    {
        "sqlite" => await SqliteUserStore.OpenAsync(Place!),
        "postgres" => await PostgresUserStore.OpenAsync(Place!),
        _ => await RedisUserStore.OpenAsync(Place!),
    };

    public Task<KeyedCatalog<Film>> CatalogAsync(IUserStore store) => store.CatalogAsync<Film>(
        schema => schema.Key(film => film.Title).Word("genre", film => film.Genre).Number("year", film => film.Year),
        Enumerable.Range(0, Films).Select(Film.Number));

    private int? FirstUsedPort()
    {
        foreach (int port in Enumerable.Range(0, Silos).SelectMany(silo => (int[])[SiloPort(silo), GatewayPort(silo)]))
        {
            try
            {
                using TcpListener listener = new(System.Net.IPAddress.Loopback, port);
                listener.Start();
            }
            catch (SocketException)
            {
                return port;
            }
        }

        return null;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
