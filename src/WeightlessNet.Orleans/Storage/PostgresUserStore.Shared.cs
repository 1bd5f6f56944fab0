using Npgsql;
using WeightlessNet.Orleans.Storage.Internals;

namespace WeightlessNet.Orleans.Storage;

/// <content>Items, documents and leases.</content>
public sealed partial class PostgresUserStore
{
    /// <inheritdoc/>
    public Task WriteItemsAsync(
        IReadOnlyList<KeyValuePair<string, ReadOnlyMemory<byte>>> items, CancellationToken cancellationToken = default)
    {
        StoredKey.CheckItems(items);
        return WritingAsync(
            async (connection, cancel) =>
            {
                using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancel).ConfigureAwait(false);

                // Ids and revisions are given by one writer at a time.
                using NpgsqlCommand alone = new("LOCK TABLE weightless_items IN EXCLUSIVE MODE", connection);
                await alone.ExecuteNonQueryAsync(cancel).ConfigureAwait(false);
                using NpgsqlCommand write = new(
                    """
                    WITH given AS (SELECT * FROM unnest($1, $2) WITH ORDINALITY AS given (item_key, content, place)),
                    last AS (SELECT coalesce(max(id), -1) AS id, coalesce(max(revision), 0) AS revision FROM weightless_items)
                    INSERT INTO weightless_items AS known (id, item_key, content, revision)
                    SELECT
                        coalesce(
                            (SELECT id FROM weightless_items present WHERE present.item_key = given.item_key),
                            last.id + row_number() OVER (
                                PARTITION BY EXISTS (SELECT 1 FROM weightless_items present WHERE present.item_key = given.item_key)
                                ORDER BY place)),
                        given.item_key, given.content, last.revision + 1
                    FROM given, last
                    ON CONFLICT (item_key) DO UPDATE SET content = excluded.content, revision = excluded.revision
                    WHERE known.content <> excluded.content
                    """,
                    connection);
                write.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. items.Select(item => item.Key)] });
                write.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. items.Select(item => item.Value.ToArray())] });
                await write.ExecuteNonQueryAsync(cancel).ConfigureAwait(false);
                await transaction.CommitAsync(cancel).ConfigureAwait(false);
                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<StoredItems> ReadItemsAsync(long after, CancellationToken cancellationToken = default) => ReadingAsync(
        async (connection, cancel) =>
        {
            // Writers take turns, so what has a lower revision than an item that is seen is seen too.
            using NpgsqlCommand command = new(
                "SELECT id, item_key, content, revision FROM weightless_items WHERE revision > $1 ORDER BY id", connection);
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
            List<StoredItem> items = [];
            long revision = after;
            using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancel).ConfigureAwait(false);
            while (await reader.ReadAsync(cancel).ConfigureAwait(false))
            {
                items.Add(new StoredItem(reader.GetInt32(0), reader.GetString(1), reader.GetFieldValue<byte[]>(2)));
                revision = Math.Max(revision, reader.GetInt64(3));
            }

            return new StoredItems(revision, items);
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<UserPage> ReadUsersAsync(string? from, int maximum = 1_000, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maximum);
        return ReadingAsync(
            async (connection, cancel) =>
            {
                using NpgsqlCommand command = new(
                    """
                    SELECT version, crowd, snapshot, tail, user_key FROM weightless_users WHERE user_key > $1 ORDER BY user_key LIMIT $2
                    """,
                    connection);
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = from ?? "" });
                command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = maximum });
                List<KeyValuePair<string, StoredUser>> users = [];
                using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancel).ConfigureAwait(false);
                while (await reader.ReadAsync(cancel).ConfigureAwait(false))
                {
                    users.Add(new(reader.GetString(4), UnreadableUser.Unless(() => UserOf(reader))));
                }

                return new UserPage(users, users.Count < maximum ? null : users[^1].Key);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<StoredDocument?> ReadDocumentAsync(string name, long after, CancellationToken cancellationToken = default)
    {
        StoredKey.Check(name, "document");
        return ReadingAsync(
            async (connection, cancel) =>
            {
                using NpgsqlCommand command = new(
                    "SELECT number, content FROM weightless_documents WHERE name = $1 AND number > $2", connection);
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
                command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
                using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancel).ConfigureAwait(false);
                return await reader.ReadAsync(cancel).ConfigureAwait(false)
                    ? new StoredDocument(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1))
                    : null;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> WriteDocumentAsync(string name, StoredDocument document, CancellationToken cancellationToken = default)
    {
        StoredKey.Check(name, "document");
        ArgumentNullException.ThrowIfNull(document);
        return WritingAsync(
            async (connection, cancel) =>
            {
                using NpgsqlCommand command = new(
                    """
                    INSERT INTO weightless_documents AS present (name, number, content)
                    SELECT $1, $2, $3 WHERE $2 = 1 OR EXISTS (SELECT 1 FROM weightless_documents WHERE name = $1)
                    ON CONFLICT (name) DO UPDATE SET number = $2, content = $3 WHERE present.number = $2 - 1
                    """,
                    connection);
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
                command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = document.Number });
                command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = document.Content.ToArray() });
                return await command.ExecuteNonQueryAsync(cancel).ConfigureAwait(false) > 0;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> LeaseAsync(string name, string holder, TimeSpan duration, CancellationToken cancellationToken = default)
    {
        StoredKey.CheckLease(name, holder, duration);
        return WritingAsync(
            async (connection, cancel) =>
            {
                using NpgsqlCommand command = new(
                    """
                    INSERT INTO weightless_leases AS present (name, holder, until) VALUES ($1, $2, clock_timestamp() + $3)
                    ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
                    WHERE present.holder = excluded.holder OR present.until <= clock_timestamp()
                    """,
                    connection);
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = holder });
                command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = duration });
                return await command.ExecuteNonQueryAsync(cancel).ConfigureAwait(false) > 0;
            },
            cancellationToken);
    }
}
