using System.Globalization;
using System.Net;
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

    /// <summary>How many ports there are for silos and their clients.</summary>
    public const int Ports = 2 * PortsOfSilos;

    private const int PortsOfSilos = 10;
    private const int LengthOfList = 10;

    /// <summary>How many ratings a stored user may have, so that ten films are left to recommend.</summary>
    public int MostRatings => Films - LengthOfList;

    /// <summary>How to speak of the place. How to connect to a server is not told: there may be a password in it.</summary>
    public string NameOfPlace => Store == "sqlite" ? $"The file '{Place}'" : $"The --place for --store {Store}";

    /// <summary>The port at which silos reach a silo.</summary>
    public int SiloPort(int silo) => Port + silo;

    /// <summary>The port at which clients reach a silo.</summary>
    public int GatewayPort(int silo) => Port + PortsOfSilos + silo;

    /// <summary>The settings as arguments of a process with a silo.</summary>
    public IEnumerable<string> Arguments(int silo) =>
    [
        "--silo", Text(silo), "--silos", Text(Silos), "--films", Text(Films), "--store", Store, "--place", Place!, "--port", Text(Port),
    ];

    /// <summary>Opens the store.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public async Task<IUserStore> OpenAsync()
    {
        try
        {
            return Store switch
            {
                "sqlite" => await SqliteUserStore.OpenAsync(Place!),
                "postgres" => await PostgresUserStore.OpenAsync(Place!),
                _ => await RedisUserStore.OpenAsync(Place!),
            };
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or ArgumentException or InvalidOperationException)
        {
            throw new IOException($"{NameOfPlace} cannot be used as a store: {failure.Message}", failure);
        }
    }

    public Task<KeyedCatalog<Film>> CatalogAsync(IUserStore store) => store.CatalogAsync<Film>(
        schema => schema.Key(film => film.Title).Word("genre", film => film.Genre).Number("year", film => film.Year),
        Enumerable.Range(0, Films).Select(Film.Number));

    /// <summary>Finds out whether all ports are free.</summary>
    /// <exception cref="IOException">One of them is not.</exception>
    public void CheckPorts()
    {
        foreach (int port in Enumerable.Range(0, Silos).SelectMany(silo => (int[])[SiloPort(silo), GatewayPort(silo)]))
        {
            try
            {
                using TcpListener listener = new(IPAddress.Loopback, port);
                listener.Start();
            }
            catch (SocketException)
            {
                throw new IOException($"Port {port} is in use. Choose another range of 20 ports with --port.");
            }
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
