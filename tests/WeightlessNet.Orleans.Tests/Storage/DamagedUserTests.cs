using Npgsql;
using StackExchange.Redis;
using WeightlessNet.Orleans.Storage;

namespace WeightlessNet.Orleans.Tests.Storage;

/// <summary>A user whose row is damaged holds up no other.</summary>
public sealed class DamagedUserTests
{
    [StoreFact("postgres")]
    public async Task A_damaged_row_is_one_unreadable_user_of_a_page()
    {
        StoreServer server = await StoreServer.CreateAsync("postgres");
        await using (server)
        {
            PostgresUserStore store = await PostgresUserStore.OpenAsync(server.Place);
            await using (store)
            {
                await WriteAsync(store);
                using NpgsqlConnection connection = new(server.Place);
                await connection.OpenAsync();
                using NpgsqlCommand damage = new("UPDATE weightless_users SET tail = '\\x010203' WHERE user_key = 'bob'", connection);
                Assert.Equal(1, await damage.ExecuteNonQueryAsync());
                await AssertOnlyBobIsUnreadableAsync(store);
            }
        }
    }

    [StoreFact("redis")]
    public async Task A_damaged_hash_is_one_unreadable_user_of_a_page()
    {
        string prefix = $"damaged_{Guid.NewGuid():N}:";
        RedisUserStore store = await RedisUserStore.OpenAsync(StoreServer.Address("redis")!, prefix);
        await using (store)
        {
            await WriteAsync(store);
            using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(StoreServer.Address("redis")!);
            IServer server = connection.GetServers().Single();
            RedisKey bob = server.Keys(pattern: $"{prefix}*bob").Single();
            await connection.GetDatabase().HashSetAsync(bob, "something else", "x");
            await AssertOnlyBobIsUnreadableAsync(store);
        }
    }

    private static async Task WriteAsync(IUserStore store)
    {
        foreach (string user in (string[])["ada", "bob", "eve"])
        {
            await store.WriteAsync(user, 0, UserWrite.Append(new byte[3]));
        }
    }

    private static async Task AssertOnlyBobIsUnreadableAsync(IUserStore store)
    {
        await Assert.ThrowsAsync<InvalidDataException>(() => store.LoadAsync("bob"));
        Dictionary<string, StoredUser> users = [];
        string? from = null;
        do
        {
            UserPage page = await store.ReadUsersAsync(from, 10);
            foreach ((string key, StoredUser user) in page.Users)
            {
                users[key] = user;
            }

            from = page.Next;
        }
        while (from is not null);
        Assert.Equal(["ada", "bob", "eve"], users.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(3, Assert.Single(users["ada"].Entries).Length);
        Assert.True(Assert.Single(users["bob"].Entries).IsEmpty);
    }
}
