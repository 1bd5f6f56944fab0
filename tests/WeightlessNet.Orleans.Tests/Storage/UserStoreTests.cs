using Microsoft.Data.Sqlite;
using WeightlessNet.Orleans.Conformance;
using WeightlessNet.Orleans.Storage;
using WeightlessNet.Tests;

namespace WeightlessNet.Orleans.Tests.Storage;

/// <summary>Every store keeps what the contract promises.</summary>
public sealed class UserStoreTests
{
    [Fact]
    public async Task Memory_keeps_its_promises()
    {
        MemoryUserStore store = new();
        AssertPassed(await UserStoreConformance.RunAsync(() => Task.FromResult<IUserStore>(store)));
    }

    [StoreFact("sqlite")]
    public Task Sqlite_keeps_its_promises() => RunAsync("sqlite");

    [StoreFact("postgres")]
    public Task Postgres_keeps_its_promises() => RunAsync("postgres");

    [StoreFact("redis")]
    public Task Redis_keeps_its_promises() => RunAsync("redis");

    [Theory]
    [InlineData(BrokenStore.Fault.IgnoresVersions)]
    [InlineData(BrokenStore.Fault.LosesCrowdChanges)]
    [InlineData(BrokenStore.Fault.KeepsReplacedEntries)]
    [InlineData(BrokenStore.Fault.IgnoresCase)]
    [InlineData(BrokenStore.Fault.ForgetsWhenClosed)]
    [InlineData(BrokenStore.Fault.TakesAnyCheckpoint)]
    public async Task A_store_that_breaks_a_promise_is_caught(BrokenStore.Fault fault)
    {
        MemoryUserStore inner = new();
        IReadOnlyList<UserStoreCheck> checks = await UserStoreConformance.RunAsync(
            () => Task.FromResult<IUserStore>(new BrokenStore(inner, fault)));

        Assert.Contains(checks, check => check.Failure is not null);
        Assert.Equal(19, checks.Count);
    }

    [Fact]
    public async Task Checks_can_be_canceled_and_need_a_store()
    {
        await Assert.ThrowsAsync<ArgumentNullException>(() => UserStoreConformance.RunAsync(null!));
        using CancellationTokenSource cancel = new();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => UserStoreConformance.RunAsync(() => Task.FromResult<IUserStore>(new MemoryUserStore()), cancel.Token));
    }

    [Fact]
    public async Task Another_database_and_another_version_are_refused()
    {
        using TemporaryFolder folder = new();
        folder.With("text.db", "This is no database of SQLite, but a text that is long enough to be looked at by it.");
        await Assert.ThrowsAsync<InvalidDataException>(() => SqliteUserStore.OpenAsync(Path.Combine(folder.Path, "text.db")));
        string other = Path.Combine(folder.Path, "other.db");
        using (SqliteConnection connection = new($"Data Source={other};Pooling=False"))
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE something (x INTEGER)";
            command.ExecuteNonQuery();
        }

        await Assert.ThrowsAsync<InvalidDataException>(() => SqliteUserStore.OpenAsync(other));
        await Assert.ThrowsAsync<IOException>(() => SqliteUserStore.OpenAsync(Path.Combine(folder.Path, "no", "folder.db")));
        await Assert.ThrowsAsync<ArgumentException>(() => SqliteUserStore.OpenAsync(""));
    }

    [Fact]
    public async Task A_closed_file_answers_nobody()
    {
        StoreServer server = await StoreServer.CreateAsync("sqlite");
        await using (server)
        {
            IUserStore store = await server.OpenAsync();
            await store.WriteAsync("ada", 0, UserWrite.Append(new byte[3]));
            await store.DisposeAsync();
            await store.DisposeAsync();
            await Assert.ThrowsAsync<ObjectDisposedException>(() => store.LoadAsync("ada"));
            await Assert.ThrowsAsync<ObjectDisposedException>(() => store.WriteAsync("ada", 1, UserWrite.Append(new byte[3])));
        }
    }

    [Fact]
    public async Task What_is_replaced_is_in_no_file_of_sqlite_after_closing()
    {
        StoreServer server = await StoreServer.CreateAsync("sqlite");
        await using (server)
        {
            byte[] secret = "What nobody must find again"u8.ToArray();
            IUserStore store = await server.OpenAsync();
            await store.WriteAsync("ada", 0, UserWrite.Append(secret));
            await store.WriteAsync("ada", 1, UserWrite.Replace(secret));
            Assert.True(IsInFiles(secret));
            await store.WriteAsync("ada", 2, UserWrite.Replace("Nothing"u8.ToArray()));
            await store.DisposeAsync();
            Assert.False(IsInFiles(secret));

            bool IsInFiles(byte[] bytes) => Directory.GetFiles(Path.GetDirectoryName(server.Place)!).Any(
                file =>
                {
                    using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                    using MemoryStream copy = new();
                    stream.CopyTo(copy);
                    return copy.ToArray().AsSpan().IndexOf(bytes) >= 0;
                });
        }
    }

    [StoreFact("postgres")]
    public async Task Servers_that_cannot_be_reached_are_input_and_output_failures()
    {
        await Assert.ThrowsAsync<IOException>(() => PostgresUserStore.OpenAsync("Host=127.0.0.1;Port=1;Username=x;Timeout=2"));
        await Assert.ThrowsAsync<IOException>(() => RedisUserStore.OpenAsync("127.0.0.1:1,connectTimeout=500,connectRetry=1"));
        await Assert.ThrowsAsync<ArgumentException>(() => RedisUserStore.OpenAsync("127.0.0.1:1", "{a}"));
        await Assert.ThrowsAsync<ArgumentException>(() => PostgresUserStore.OpenAsync(""));
        Assert.Contains("weightless_users", PostgresUserStore.Schema, StringComparison.Ordinal);
    }

    [StoreFact("redis")]
    public async Task A_server_of_redis_that_may_lose_what_it_acknowledged_is_refused()
    {
        StoreServer server = await StoreServer.CreateAsync("redis");
        await using (server)
        {
            string address = server.Place.Split('|')[0];
            foreach ((string setting, string wrong, string right) in new[]
                {
                    ("appendfsync", "everysec", "always"),
                    ("no-appendfsync-on-rewrite", "yes", "no"),
                    ("maxmemory-policy", "allkeys-lru", "noeviction"),
                })
            {
                await SetAsync(setting, wrong);
                try
                {
                    await Assert.ThrowsAsync<InvalidOperationException>(() => RedisUserStore.OpenAsync(address));
                    RedisUserStore trusted = await RedisUserStore.OpenAsync(address, "trusted", RedisDurability.Trusted);
                    await trusted.DisposeAsync();
                }
                finally
                {
                    await SetAsync(setting, right);
                }
            }

            async Task SetAsync(string setting, string value)
            {
                using var connection = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync($"{address},allowAdmin=true");
                await connection.GetServers()[0].ConfigSetAsync(setting, value);
            }
        }
    }

    [Fact]
    public void Values_are_checked()
    {
        Assert.Throws<ArgumentException>(() => new CrowdCheckpoint(1, [1], default));
        Assert.Throws<ArgumentNullException>(() => new CrowdCheckpoint(1, null!, default));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CrowdCheckpoint(0, new long[CrowdParts.Count], default));
        Assert.Throws<ArgumentException>(() => UserWrite.Append(new byte[UserWrite.MaximumLength + 1]));
        Assert.Throws<ArgumentNullException>(() => CrowdParts.Of(null!));

        // A part of the format.
        Assert.Equal([.. "ada bob".Split(' ').Select(Fnv)], "ada bob".Split(' ').Select(CrowdParts.Of));
        static int Fnv(string key) => (int)(key.Aggregate(2166136261UL, (hash, c) => ((hash ^ c) * 16777619UL) & 0xFFFFFFFF) % 16);
    }

    private static async Task RunAsync(string kind)
    {
        StoreServer server = await StoreServer.CreateAsync(kind);
        await using (server)
        {
            AssertPassed(await UserStoreConformance.RunAsync(server.OpenAsync));
        }
    }

    private static void AssertPassed(IReadOnlyList<UserStoreCheck> checks)
    {
        Assert.Equal([], checks.Select(check => check.Failure).OfType<string>());
        Assert.Equal(19, checks.Count);
    }
}
