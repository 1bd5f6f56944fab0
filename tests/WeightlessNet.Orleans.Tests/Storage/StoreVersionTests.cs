using Microsoft.Data.Sqlite;
using Npgsql;
using StackExchange.Redis;
using WeightlessNet.Orleans.Storage;
using WeightlessNet.Orleans.Storage.Internals;

namespace WeightlessNet.Orleans.Tests.Storage;

/// <summary>Tables of a later version are refused, those of an earlier one are brought up.</summary>
public sealed class StoreVersionTests
{
    [Fact]
    public async Task Sqlite_brings_version_1_up_and_refuses_a_later_one()
    {
        StoreServer server = await StoreServer.CreateAsync("sqlite");
        await using (server)
        {
            Run(StoreScript.Read("sqlite.sql"));
            Run("INSERT INTO items VALUES (0, 'b'), (1, 'a'); PRAGMA user_version = 1");
            await AssertItemsAsync(server);
            Run("PRAGMA user_version = 3");
            InvalidDataException refused = await Assert.ThrowsAsync<InvalidDataException>(server.OpenAsync);
            Assert.Contains("3", refused.Message, StringComparison.Ordinal);

            void Run(string sql)
            {
                using SqliteConnection connection = new($"Data Source={server.Place};Pooling=False");
                connection.Open();
                using SqliteCommand command = connection.CreateCommand();
                command.CommandText = sql;
                command.ExecuteNonQuery();
            }
        }
    }

    [StoreFact("postgres")]
    public async Task Postgres_brings_version_1_up_and_refuses_a_later_one()
    {
        StoreServer server = await StoreServer.CreateAsync("postgres");
        await using (server)
        {
            await RunAsync(
                """
                CREATE TABLE weightless_items (id integer PRIMARY KEY, item_key text COLLATE "C" NOT NULL UNIQUE);
                INSERT INTO weightless_items VALUES (0, 'b'), (1, 'a')
                """);
            await AssertItemsAsync(server);
            await RunAsync("UPDATE weightless_version SET version = 3");
            InvalidDataException refused = await Assert.ThrowsAsync<InvalidDataException>(server.OpenAsync);
            Assert.Contains("3", refused.Message, StringComparison.Ordinal);

            async Task RunAsync(string sql)
            {
                using NpgsqlConnection connection = new(server.Place);
                await connection.OpenAsync();
                using NpgsqlCommand command = new(sql, connection);
                await command.ExecuteNonQueryAsync();
            }
        }
    }

    [StoreFact("redis")]
    public async Task Redis_brings_version_1_up_and_refuses_a_later_one()
    {
        StoreServer server = await StoreServer.CreateAsync("redis");
        await using (server)
        {
            string[] place = server.Place.Split('|');
            using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(place[0]);
            IDatabase database = connection.GetDatabase();
            foreach (RedisValue key in (RedisValue[])["b", "a"])
            {
                await database.ListRightPushAsync($"{place[1]}:{{items}}:list", key);
                await database.SetAddAsync($"{place[1]}:{{items}}:known", key);
            }

            await AssertItemsAsync(server);
            await database.StringSetAsync($"{place[1]}:{{items}}:version", 3);
            InvalidDataException refused = await Assert.ThrowsAsync<InvalidDataException>(server.OpenAsync);
            Assert.Contains("3", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_statement_that_fails_leaves_the_others_of_its_batch()
    {
        StoreServer server = await StoreServer.CreateAsync("sqlite");
        await using (server)
        {
            IUserStore store = await server.OpenAsync();
            await using (store)
            {
                // The first one holds up the thread that writes, so that the others are one batch.
                using SqliteConnection connection = new($"Data Source={server.Place};Pooling=False");
                connection.Open();
                using (SqliteCommand holding = connection.CreateCommand())
                {
                    holding.CommandText =
                        "CREATE TRIGGER odd BEFORE INSERT ON users WHEN new.user = 'odd' BEGIN SELECT RAISE(ABORT, 'odd'); END";
                    holding.ExecuteNonQuery();
                    holding.CommandText = "BEGIN IMMEDIATE";
                    holding.ExecuteNonQuery();
                    Task<UserWriteResult>[] writes =
                    [
                        .. Enumerable.Range(0, 20).Select(i => store.WriteAsync(
                            i == 11 ? "odd" : $"user {i}", 0, UserWrite.Append(new byte[] { (byte)i }, new byte[1]))),
                    ];
                    await Task.Delay(50);
                    holding.CommandText = "COMMIT";
                    holding.ExecuteNonQuery();
                    for (int i = 0; i < writes.Length; i++)
                    {
                        if (i == 11)
                        {
                            await Assert.ThrowsAsync<IOException>(() => writes[11]);
                        }
                        else
                        {
                            Assert.True((await writes[i]).IsStored);
                        }
                    }
                }

                Assert.Equal(0, (await store.LoadAsync("odd")).Version);
                Assert.Equal(19, (await store.ReadCrowdAsync(new long[CrowdParts.Count])).Entries.Count);
            }
        }
    }

    private static async Task AssertItemsAsync(StoreServer server)
    {
        // The second one finds what the first one has made.
        for (int i = 0; i < 2; i++)
        {
            IUserStore store = await server.OpenAsync();
            await using (store)
            {
                Assert.Equal(["b", "a"], (await store.ReadItemsAsync(0)).Items.Select(item => item.Key));
                if (i == 1)
                {
                    await store.WriteItemsAsync([new("c", new byte[1]), new("a", new byte[2])]);
                    Assert.Equal([0, 1, 2], (await store.ReadItemsAsync(0)).Items.Select(item => item.Content.Length).Order());
                    Assert.Equal(["b", "a", "c"], (await store.ReadItemsAsync(0)).Items.Select(item => item.Key));
                }
            }
        }
    }
}
