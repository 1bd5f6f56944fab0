using Npgsql;
using UserStoreWriter;
using WeightlessNet.Orleans.Storage;

namespace ClusterHistory;

/// <summary>A new, empty place in a store, with the table of members of a cluster beside the users.</summary>
/// <param name="Kind">sqlite, postgres or redis.</param>
/// <param name="Place">The file, the connection string, or the server and the prefix.</param>
/// <param name="Name">The name of the cluster; of the schema or the prefix too.</param>
internal sealed record StoreSpace(string Kind, string Place, string Name)
{
    private const string Scripts = "orleans-postgres.sql";

    /// <summary>The server without the prefix.</summary>
    public string Server => Kind == "redis" ? Place.Split('|')[0] : Place;

    public static async Task<StoreSpace> CreateAsync(string kind, string server, string folder)
    {
        string name = $"history_{Guid.NewGuid():N}";
        switch (kind)
        {
            case "sqlite":
                return new StoreSpace(kind, Path.Combine(folder, "users.db"), name);
            case "redis":
                return new StoreSpace(kind, $"{server}|{name}", name);
            default:
                await RunAsync(server, $"CREATE SCHEMA {name}");
                string place = new NpgsqlConnectionStringBuilder(server) { SearchPath = name, MaxPoolSize = 20 }.ToString();
                using (Stream script = typeof(StoreSpace).Assembly.GetManifestResourceStream(Scripts)!)
                using (StreamReader reader = new(script))
                {
                    await RunAsync(place, await reader.ReadToEndAsync());
                }

                return new StoreSpace(kind, place, name);
        }
    }

    public Task<IUserStore> OpenAsync() => StoreAddress.OpenAsync(Kind, Place);

    /// <summary>The same space, as it is reached from elsewhere.</summary>
    public StoreSpace At(string host, int port) => this with
    {
        Place = Kind == "redis"
            ? $"{host}:{port}|{Name}"
            : new NpgsqlConnectionStringBuilder(Place) { Host = host, Port = port }.ToString(),
    };

    /// <summary>Deletes what can be deleted by a name. Keys of Redis stay in the test's server.</summary>
    public async Task DeleteAsync()
    {
        if (Kind == "postgres")
        {
            await RunAsync(Place, $"DROP SCHEMA {Name} CASCADE");
        }
    }

    private static async Task RunAsync(string place, string sql)
    {
        using NpgsqlConnection connection = new(new NpgsqlConnectionStringBuilder(place) { Pooling = false }.ToString());
        await connection.OpenAsync();

        // As it is: the scripts have the parameters of Orleans in quotes.
        using NpgsqlCommand command = new(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
