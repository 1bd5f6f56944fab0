using Npgsql;
using UserStoreWriter;
using WeightlessNet.Orleans.Storage;
using WeightlessNet.Tests;

namespace WeightlessNet.Orleans.Tests.Storage;

/// <summary>A new, empty store of some kind, which is deleted when disposed.</summary>
internal sealed class StoreServer : IAsyncDisposable
{
    private readonly MemoryUserStore _memory = new();
    private readonly Func<ValueTask> _delete;

    private StoreServer(string kind, string place, Func<ValueTask> delete)
    {
        Kind = kind;
        Place = place;
        _delete = delete;
    }

    public string Kind { get; }

    public string Place { get; }

    /// <summary>Why there are no stores of a kind here; null if there are.</summary>
    public static string? WhyAbsent(string kind) => kind is "memory" or "sqlite" || Address(kind) is not null
        ? null
        : $"{VariableOf(kind)} does not say where a server of the kind {kind} is.";

    public static async Task<StoreServer> CreateAsync(string kind)
    {
        string name = $"test_{Guid.NewGuid():N}";
        switch (kind)
        {
            case "memory":
                return new StoreServer(kind, "", () => ValueTask.CompletedTask);
            case "sqlite":
                TemporaryFolder folder = new();
                return new StoreServer(kind, Path.Combine(folder.Path, "users.db"), () =>
                {
                    folder.Dispose();
                    return ValueTask.CompletedTask;
                });
            case "postgres":
                await RunAsync($"CREATE SCHEMA {name}");
                string place = new NpgsqlConnectionStringBuilder(Address(kind)) { SearchPath = name }.ToString();
                return new StoreServer(kind, place, () => RunAsync($"DROP SCHEMA {name} CASCADE"));
            default:
                // The keys stay in the test's server.
                return new StoreServer(kind, $"{Address(kind)}|{name}", () => ValueTask.CompletedTask);
        }
    }

    public Task<IUserStore> OpenAsync() =>
        Kind == "memory" ? Task.FromResult<IUserStore>(_memory) : StoreAddress.OpenAsync(Kind, Place);

    public ValueTask DisposeAsync() => _delete();

    private static async ValueTask RunAsync(string sql)
    {
        using NpgsqlConnection connection = new(Address("postgres"));
        await connection.OpenAsync();
        using NpgsqlCommand command = new(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Where a server of a kind is; null if there is none.</summary>
    public static string? Address(string kind) => Environment.GetEnvironmentVariable(VariableOf(kind));

    private static string VariableOf(string kind) => $"WEIGHTLESSNET_{kind.ToUpperInvariant()}";
}
