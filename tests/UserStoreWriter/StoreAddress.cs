using WeightlessNet.Orleans.Storage;

namespace UserStoreWriter;

/// <summary>A store by the text of its kind and its place, so that another process can open the same one.</summary>
internal static class StoreAddress
{
    public static async Task<IUserStore> OpenAsync(string kind, string place) => kind switch
    {
        "sqlite" => await SqliteUserStore.OpenAsync(place).ConfigureAwait(false),
        "postgres" => await PostgresUserStore.OpenAsync(place).ConfigureAwait(false),
        "redis" => await RedisUserStore.OpenAsync(place.Split('|')[0], place.Split('|')[1]).ConfigureAwait(false),
        _ => throw new ArgumentException($"There is no store '{kind}'. The kinds are sqlite, postgres and redis.", nameof(kind)),
    };
}
