using System.Globalization;
using StackExchange.Redis;
using WeightlessNet.Orleans.Storage.Internals;

namespace WeightlessNet.Orleans.Storage;

/// <summary>Users in Redis: the store for many silos and many changes. One hash a user, one script a change.</summary>
/// <remarks>
/// <para>
/// A change is on disk when it is acknowledged only if the server runs with <c>appendonly yes</c>, <c>appendfsync always</c>,
/// <c>no-appendfsync-on-rewrite no</c> and <c>maxmemory-policy noeviction</c>. Opening refuses other servers, unless
/// <see cref="RedisDurability.Trusted"/> says that the application answers for it. All users must fit into the server's memory. What is
/// replaced stays in the server's log until Redis rewrites it.
/// </para>
/// <para>The keys of a part are in one slot, so a Redis cluster can hold them. Thread-safe.</para>
/// </remarks>
public sealed partial class RedisUserStore : IUserStore
{
    // A script holds up the server.
    private const int MostArguments = 1_000;

    private const int KeyVersion = 2;
    private const string UserInKey = "}:user:";

    private static readonly string WriteScript = StoreScript.Read("redis-write.lua");
    private static readonly string OpenScript = StoreScript.Read("redis-open.lua");
    private static readonly string CheckpointScript = StoreScript.Read("redis-checkpoint.lua");

    private static readonly (string Setting, string Value)[] Required =
    [
        ("appendonly", "yes"),
        ("appendfsync", "always"),
        ("no-appendfsync-on-rewrite", "no"),
        ("maxmemory-policy", "noeviction"),
    ];

    private readonly ConnectionMultiplexer _connection;
    private readonly IDatabase _database;
    private readonly string _prefix;

    private RedisUserStore(ConnectionMultiplexer connection, string prefix)
    {
        _connection = connection;
        _database = connection.GetDatabase();
        _prefix = prefix;
    }

    /// <summary>Connects.</summary>
    /// <param name="configuration">As StackExchange.Redis takes it, such as "localhost:6379".</param>
    /// <param name="prefix">What all keys begin with; without braces.</param>
    /// <param name="durability">Whether the server's settings are checked.</param>
    /// <exception cref="ArgumentException">An argument is null or empty, or the prefix has a brace.</exception>
    /// <exception cref="InvalidDataException">The keys are of a later version of the library.</exception>
    /// <exception cref="InvalidOperationException">
    /// The server acknowledges what is not on disk yet, or does not tell, and <paramref name="durability"/> is
    /// <see cref="RedisDurability.Checked"/>.
    /// </exception>
    /// <exception cref="IOException">The server cannot be reached, or refuses.</exception>
    public static async Task<RedisUserStore> OpenAsync(
        string configuration, string prefix = "weightless", RedisDurability durability = RedisDurability.Checked)
    {
        ArgumentException.ThrowIfNullOrEmpty(configuration);
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        if (prefix.AsSpan().ContainsAny('{', '}'))
        {
            throw new ArgumentException($"The prefix '{prefix}' must not have a brace: Redis reads braces in keys.", nameof(prefix));
        }

        return await RunAsync(async () =>
        {
            if (durability == RedisDurability.Checked)
            {
                // Only a connection for administrators may read the settings.
                var options = ConfigurationOptions.Parse(configuration);
                options.AllowAdmin = true;
                using ConnectionMultiplexer asking = await ConnectionMultiplexer.ConnectAsync(options).ConfigureAwait(false);
                await CheckAsync(asking).ConfigureAwait(false);
            }

            RedisUserStore store = new(await ConnectionMultiplexer.ConnectAsync(configuration).ConfigureAwait(false), prefix);
            try
            {
                await store.CheckVersionAsync().ConfigureAwait(false);
                return store;
            }
            catch
            {
                await store.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<StoredUser> LoadAsync(string user, CancellationToken cancellationToken = default)
    {
        StoredKey.Check(user);
        cancellationToken.ThrowIfCancellationRequested();
        return RunAsync(async () =>
        {
            return UserOf(await _database.HashGetAllAsync(KeyOf(user), CommandFlags.DemandMaster).ConfigureAwait(false));
        });
    }

    /// <inheritdoc/>
    public Task<UserWriteResult> WriteAsync(
        string user, long version, UserWrite write, CancellationToken cancellationToken = default)
    {
        StoredKey.Check(user);
        cancellationToken.ThrowIfCancellationRequested();
        int part = CrowdParts.Of(user);
        return RunAsync(async () =>
        {
            RedisResult result = await _database.ScriptEvaluateAsync(
                WriteScript,
                [KeyOf(user), LastOf(part), LogOf(part)],
                [Text(version), Text(version + 1), write.IsSnapshot ? 1 : 0, write.Data, write.CrowdChange]).ConfigureAwait(false);
            long place = (long)result;
            return place < 0 ? UserWriteResult.Conflict : new UserWriteResult(true, place);
        });
    }

    /// <inheritdoc/>
    public Task<CrowdLog> ReadCrowdAsync(
        IReadOnlyList<long> after, int maximum = 10_000, CancellationToken cancellationToken = default)
    {
        CrowdCheckpoint.CheckPositions(after, nameof(after));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maximum);
        cancellationToken.ThrowIfCancellationRequested();
        return RunAsync(async () =>
        {
            while (true)
            {
                HashEntry[] fields = await _database.HashGetAllAsync(Checkpoint, CommandFlags.DemandMaster).ConfigureAwait(false);
                Dictionary<string, RedisValue> values = fields.ToDictionary(field => (string)field.Name!, field => field.Value);
                CrowdCheckpoint? present = values.Count == 0
                    ? null
                    : new CrowdCheckpoint(
                        (long)values["n"], CrowdReading.ToPositions((byte[])values["p"]!), (byte[])values["s"]!);
                CrowdCheckpoint? later = CrowdReading.IfLater(present, after);
                IReadOnlyList<long> from = later?.Positions ?? after;
                StreamEntry[][] parts = await Task.WhenAll(Enumerable.Range(0, CrowdParts.Count).Select(part => _database.StreamRangeAsync(
                    LogOf(part), $"{Text(from[part] + 1)}-0", "+", maximum, flags: CommandFlags.DemandMaster))).ConfigureAwait(false);
                List<CrowdEntry> entries = [.. parts.SelectMany((found, part) => found.Select(entry => EntryOf(part, entry)))];

                // The parts are read one after the other: a checkpoint that was written meanwhile may have deleted entries.
                if (await _database.HashGetAsync(Checkpoint, "n", CommandFlags.DemandMaster).ConfigureAwait(false)
                    == (present is null ? RedisValue.Null : Text(present.Number)))
                {
                    return new CrowdLog(later, entries);
                }
            }
        });
    }

    /// <inheritdoc/>
    public Task<bool> SaveCrowdAsync(CrowdCheckpoint checkpoint, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        cancellationToken.ThrowIfCancellationRequested();
        return RunAsync(async () =>
        {
            RedisResult isSaved = await _database.ScriptEvaluateAsync(
                CheckpointScript,
                [Checkpoint],
                [
                    Text(checkpoint.Number - 1), Text(checkpoint.Number), CrowdReading.ToBytes(checkpoint.Positions), checkpoint.Sums,
                ]).ConfigureAwait(false);
            if (!(bool)isSaved)
            {
                return false;
            }

            // If the process ends here, the next checkpoint deletes them.
            await Task.WhenAll(Enumerable.Range(0, CrowdParts.Count).Select(part => _database.StreamTrimByMinIdAsync(
                LogOf(part), $"{Text(checkpoint.Positions[part] + 1)}-0"))).ConfigureAwait(false);
            return true;
        });
    }

    /// <summary>Closes the connection.</summary>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static async Task CheckAsync(ConnectionMultiplexer connection)
    {
        foreach (IServer server in connection.GetServers().Where(server => !server.IsReplica))
        {
            foreach ((string setting, string required) in Required)
            {
                KeyValuePair<string, string>[] found;
                try
                {
                    found = await server.ConfigGetAsync(setting).ConfigureAwait(false);
                }
                catch (RedisServerException refused)
                {
                    throw new InvalidOperationException(
                        $"The Redis server does not tell its {setting}. If it is '{required}', open the store with "
                        + $"{nameof(RedisDurability)}.{nameof(RedisDurability.Trusted)}.",
                        refused);
                }

                if (found.Length == 0 || found[0].Value != required)
                {
                    throw new InvalidOperationException(
                        $"The Redis server has {setting} = {(found.Length == 0 ? "nothing" : found[0].Value)}: it acknowledges what a "
                        + $"crash takes back. Set it to '{required}', or open the store with "
                        + $"{nameof(RedisDurability)}.{nameof(RedisDurability.Trusted)} and lose the last changes then.");
                }
            }
        }
    }

    private static async Task<T> RunAsync<T>(Func<Task<T>> run)
    {
        try
        {
            return await run().ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is RedisException or RedisTimeoutException)
        {
            throw new IOException($"Redis cannot be used: {failure.Message}", failure);
        }
    }

    private static StoredUser UserOf(HashEntry[] fields)
    {
        long version = 0;
        long crowd = 0;
        ReadOnlyMemory<byte>? snapshot = null;
        SortedDictionary<long, ReadOnlyMemory<byte>> entries = [];
        foreach (HashEntry field in fields)
        {
            switch ((string)field.Name!)
            {
                case "v":
                    version = NumberIn(field.Value);
                    break;
                case "c":
                    crowd = NumberIn(field.Value);
                    break;
                case "s":
                    snapshot = (byte[])field.Value!;
                    break;
                default:
                    entries.Add(NumberIn(field.Name), (byte[])field.Value!);
                    break;
            }
        }

        return new StoredUser(version, snapshot, [.. entries.Values], crowd);
    }

    private static long NumberIn(RedisValue value) => value.TryParse(out long number)
        ? number
        : throw new InvalidDataException("The hash of a user is damaged: it has something else where a number must be.");

    private static CrowdEntry EntryOf(int part, StreamEntry entry)
    {
        string id = entry.Id!;
        return new CrowdEntry(
            part, long.Parse(id.AsSpan(0, id.IndexOf('-', StringComparison.Ordinal)), CultureInfo.InvariantCulture), (byte[])entry["c"]!);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private async Task CheckVersionAsync()
    {
        long found = (long)await _database.ScriptEvaluateAsync(
            OpenScript,
            [
                $"{_prefix}:{{items}}:version", $"{_prefix}:{{items}}:known", $"{_prefix}:{{items}}:list",
                ItemIds, ItemKeys, ItemContents, ItemRevisions, LastRevision,
            ],
            [KeyVersion]).ConfigureAwait(false);
        if (found > KeyVersion)
        {
            throw new InvalidDataException(
                $"The keys '{_prefix}:...' in Redis have the version {found}, but this version of the library knows {KeyVersion}. Take a "
                + "later one, or another prefix.");
        }
    }

    private RedisKey Checkpoint => $"{_prefix}:checkpoint";

    private RedisKey KeyOf(string user) => $"{_prefix}:{{{CrowdParts.Of(user)}}}:user:{user}";

    private RedisKey LastOf(int part) => $"{_prefix}:{{{part}}}:last";

    private RedisKey LogOf(int part) => $"{_prefix}:{{{part}}}:crowd";
}
