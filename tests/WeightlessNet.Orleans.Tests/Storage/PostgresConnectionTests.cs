using Npgsql;
using WeightlessNet.Orleans.Storage;

namespace WeightlessNet.Orleans.Tests.Storage;

/// <summary>Some processes share the connections that a server allows.</summary>
public sealed class PostgresConnectionTests
{
    [StoreFact("postgres")]
    public async Task A_process_has_as_many_connections_as_stated_or_else_few()
    {
        await AssertPoolAsync("", PostgresUserStore.DefaultPoolSize);
        await AssertPoolAsync("Maximum Pool Size=2", 2);
        await AssertPoolAsync("MaxPoolSize=20", 20);
        await AssertPoolAsync("Minimum Pool Size=18", 18);
    }

    // The store has one pool to read with and one to write with.
    private static async Task AssertPoolAsync(string stated, int size)
    {
        StoreServer server = await StoreServer.CreateAsync("postgres");
        await using (server)
        {
            string name = $"connections of {Guid.NewGuid():N}";
            PostgresUserStore store = await PostgresUserStore.OpenAsync($"{server.Place};Application Name={name};{stated}");
            await using (store)
            {
                await Task.WhenAll(Enumerable.Range(0, 400).Select(async number =>
                {
                    await store.WriteAsync($"user {number}", 0, UserWrite.Append(new byte[3]));
                    Assert.Equal(1, (await store.LoadAsync($"user {number}")).Version);
                }));

                // So many calls at a time use all they may.
                long opened = await CountAsync(name);
                Assert.InRange(opened, size + 1, 2 * size);
            }
        }
    }

    private static async Task<long> CountAsync(string application)
    {
        using NpgsqlConnection connection = new(StoreServer.Address("postgres"));
        await connection.OpenAsync();
        using NpgsqlCommand command = new("SELECT count(*) FROM pg_stat_activity WHERE application_name = $1", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = application });
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
