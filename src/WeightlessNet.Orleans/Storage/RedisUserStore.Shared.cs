using System.Globalization;
using StackExchange.Redis;
using WeightlessNet.Orleans.Storage.Internals;

namespace WeightlessNet.Orleans.Storage;

/// <content>Items, documents and leases, and all users.</content>
public sealed partial class RedisUserStore
{
    private static readonly string ItemsScript = StoreScript.Read("redis-items.lua");
    private static readonly string DocumentScript = StoreScript.Read("redis-document.lua");
    private static readonly string LeaseScript = StoreScript.Read("redis-lease.lua");

    /// <inheritdoc/>
    public Task WriteItemsAsync(
        IReadOnlyList<KeyValuePair<string, ReadOnlyMemory<byte>>> items, CancellationToken cancellationToken = default)
    {
        StoredKey.CheckItems(items);
        cancellationToken.ThrowIfCancellationRequested();
        return RunAsync(async () =>
        {
            foreach (KeyValuePair<string, ReadOnlyMemory<byte>>[] some in items.Chunk(MostArguments))
            {
                await _database.ScriptEvaluateAsync(
                    ItemsScript,
                    [ItemIds, ItemKeys, ItemContents, ItemRevisions, LastRevision],
                    [.. some.SelectMany(item => (RedisValue[])[item.Key, item.Value])]).ConfigureAwait(false);
            }

            return true;
        });
    }

    /// <inheritdoc/>
    public Task<StoredItems> ReadItemsAsync(long after, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return RunAsync(async () =>
        {
            SortedSetEntry[] changed = await _database.SortedSetRangeByScoreWithScoresAsync(
                ItemRevisions, after, double.PositiveInfinity, Exclude.Start, flags: CommandFlags.DemandMaster).ConfigureAwait(false);

            // What is written meanwhile is read now, and once more at the next reading.
            List<StoredItem> items = [];
            foreach (SortedSetEntry[] some in changed.Chunk(MostArguments))
            {
                RedisValue[] ids = [.. some.Select(entry => entry.Element)];
                Task<RedisValue[]> keys = _database.HashGetAsync(ItemKeys, ids, CommandFlags.DemandMaster);
                RedisValue[] contents = await _database.HashGetAsync(ItemContents, ids, CommandFlags.DemandMaster).ConfigureAwait(false);
                items.AddRange((await keys.ConfigureAwait(false)).Select(
                    (key, i) => new StoredItem((int)ids[i], (string)key!, (byte[])contents[i]!)));
            }

            items.Sort(static (one, other) => one.Id.CompareTo(other.Id));
            return new StoredItems(changed.Length == 0 ? after : (long)changed[^1].Score, items);
        });
    }

    /// <inheritdoc/>
    public Task<UserPage> ReadUsersAsync(string? from, int maximum = 1_000, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maximum);
        cancellationToken.ThrowIfCancellationRequested();

        // Servers are asked one after the other: a place is a server and the place in it.
        string[] place = (from ?? "0:0").Split(':');
        if (place.Length != 2 || !int.TryParse(place[0], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            || !ulong.TryParse(place[1], NumberStyles.None, CultureInfo.InvariantCulture, out ulong cursor))
        {
            throw new ArgumentException($"'{from}' is not the beginning of a page of this store.", nameof(from));
        }

        return RunAsync(async () =>
        {
            IServer[] servers = [.. _connection.GetServers().Where(server => !server.IsReplica)];
            if (number >= servers.Length)
            {
                return new UserPage([], null);
            }

            RedisResult[] scanned = (RedisResult[])(await servers[number].ExecuteAsync(
                _database.Database,
                "SCAN",
                [cursor.ToString(CultureInfo.InvariantCulture), "MATCH", UserPattern, "COUNT", maximum],
                CommandFlags.None).ConfigureAwait(false))!;
            string[] keys = (string[])scanned[1]!;
            HashEntry[][] users = await Task.WhenAll(
                keys.Select(key => _database.HashGetAllAsync(key, CommandFlags.DemandMaster))).ConfigureAwait(false);
            string next = (string)scanned[0]!;
            return new UserPage(
                [.. keys.Select((key, i) => KeyValuePair.Create(UserOf(key), UnreadableUser.Unless(() => UserOf(users[i]))))],
                next != "0" ? $"{number}:{next}"
                : number + 1 < servers.Length ? $"{number + 1}:0"
                : null);
        });
    }

    /// <inheritdoc/>
    public Task<StoredDocument?> ReadDocumentAsync(string name, long after, CancellationToken cancellationToken = default)
    {
        StoredKey.Check(name, "document");
        cancellationToken.ThrowIfCancellationRequested();
        return RunAsync(async () =>
        {
            RedisValue number = await _database.HashGetAsync(DocumentOf(name), "n", CommandFlags.DemandMaster).ConfigureAwait(false);
            if (number.IsNull || (long)number <= after)
            {
                return null;
            }

            RedisValue[] both = await _database.HashGetAsync(DocumentOf(name), ["n", "c"], CommandFlags.DemandMaster).ConfigureAwait(false);
            return new StoredDocument((long)both[0], (byte[])both[1]!);
        });
    }

    /// <inheritdoc/>
    public Task<bool> WriteDocumentAsync(string name, StoredDocument document, CancellationToken cancellationToken = default)
    {
        StoredKey.Check(name, "document");
        ArgumentNullException.ThrowIfNull(document);
        cancellationToken.ThrowIfCancellationRequested();
        return RunAsync(async () => (bool)await _database.ScriptEvaluateAsync(
            DocumentScript,
            [DocumentOf(name)],
            [Text(document.Number - 1), Text(document.Number), document.Content]).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public Task<bool> LeaseAsync(string name, string holder, TimeSpan duration, CancellationToken cancellationToken = default)
    {
        StoredKey.CheckLease(name, holder, duration);
        cancellationToken.ThrowIfCancellationRequested();
        return RunAsync(async () => (bool)await _database.ScriptEvaluateAsync(
            LeaseScript, [LeaseOf(name)], [holder, Text((long)duration.TotalMilliseconds)]).ConfigureAwait(false));
    }

    // The key of a user without what stands before it.
    private string UserOf(string key) => key[(key.IndexOf(UserInKey, _prefix.Length, StringComparison.Ordinal) + UserInKey.Length)..];

    // Redis reads some characters of a pattern, which the prefix may have.
    private string UserPattern =>
        string.Concat(_prefix.Select(c => "*?[]\\^".Contains(c, StringComparison.Ordinal) ? $"\\{c}" : $"{c}")) + $":{{*{UserInKey}*";

    private RedisKey ItemIds => $"{_prefix}:{{items}}:ids";

    private RedisKey ItemKeys => $"{_prefix}:{{items}}:keys";

    private RedisKey ItemContents => $"{_prefix}:{{items}}:contents";

    private RedisKey ItemRevisions => $"{_prefix}:{{items}}:revisions";

    private RedisKey LastRevision => $"{_prefix}:{{items}}:revision";

    private RedisKey DocumentOf(string name) => $"{_prefix}:document:{name}";

    private RedisKey LeaseOf(string name) => $"{_prefix}:lease:{name}";
}
