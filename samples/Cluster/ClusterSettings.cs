using System.Globalization;
using WeightlessNet.Orleans;
using WeightlessNet.Orleans.Storage;
using WeightlessNet.Serving;

namespace ClusterSample;

/// <summary>What the command line says.</summary>
internal sealed record ClusterSettings(
    int Silos, TimeSpan Time, int Visitors, int Users, int Films, string Store, string? Place, bool Kill, int Port)
{
    private const int PortsOfSilos = 10;

    /// <summary>What is wrong with the settings; null if nothing is.</summary>
    public string? Problem =>
        Silos is < 1 or > 9 ? $"--silos must be 1 to 9, not {Silos}."
        : Visitors < 1 ? $"--visitors must be 1 or more, not {Visitors}."
        : Users < Visitors ? $"--users must be at least {Visitors}, one for each visitor, not {Users}."
        : Films < 50 ? $"--films must be 50 or more, not {Films}."
        : Time < TimeSpan.FromSeconds(1) ? $"--seconds must be 1 or more, not {Time.TotalSeconds}."
        : Place is null && Store != "sqlite" ? $"--place must say where the server of the kind {Store} is."
        : Port is < 1024 or > ushort.MaxValue - (2 * PortsOfSilos) ? $"--port must be 1024 to 65515, not {Port}."
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

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
