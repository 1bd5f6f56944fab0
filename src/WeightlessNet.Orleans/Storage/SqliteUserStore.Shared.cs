using Microsoft.Data.Sqlite;
using WeightlessNet.Orleans.Storage.Internals;

namespace WeightlessNet.Orleans.Storage;

/// <content>Items, documents and leases, and all users.</content>
public sealed partial class SqliteUserStore
{
    /// <inheritdoc/>
    public Task WriteItemsAsync(
        IReadOnlyList<KeyValuePair<string, ReadOnlyMemory<byte>>> items, CancellationToken cancellationToken = default)
    {
        StoredKey.CheckItems(items);
        cancellationToken.ThrowIfCancellationRequested();
        return _writer.RunAsync(statements => statements.WriteItems(items));
    }

    /// <inheritdoc/>
    public Task<StoredItems> ReadItemsAsync(long after, CancellationToken cancellationToken = default) => ReadAsync(
        connection =>
        {
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "SELECT id, item, content, revision FROM items WHERE revision > $after ORDER BY id";
            command.Parameters.AddWithValue("$after", after);
            List<StoredItem> items = [];
            long revision = after;
            using SqliteDataReader reader = command.ExecuteReader();
            while (reader.Read())
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
        return ReadAsync(
            connection =>
            {
                // One statement sees one moment.
                using SqliteCommand command = connection.CreateCommand();
                command.CommandText =
                    """
                    SELECT u.version, u.crowd, u.snapshot, e.entry, u.user
                    FROM (SELECT * FROM users WHERE user > $from ORDER BY user LIMIT $most) u
                    LEFT JOIN entries e ON e.user = u.user ORDER BY u.user, e.version
                    """;
                command.Parameters.AddWithValue("$from", from ?? "");
                command.Parameters.AddWithValue("$most", maximum);
                using SqliteDataReader reader = command.ExecuteReader();
                List<KeyValuePair<string, StoredUser>> users = Users(reader);
                return new UserPage(users, users.Count < maximum ? null : users[^1].Key);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<StoredDocument?> ReadDocumentAsync(string name, long after, CancellationToken cancellationToken = default)
    {
        StoredKey.Check(name, "document");
        return ReadAsync(
            connection =>
            {
                using SqliteCommand command = connection.CreateCommand();
                command.CommandText = "SELECT number, content FROM documents WHERE name = $name AND number > $after";
                command.Parameters.AddWithValue("$name", name);
                command.Parameters.AddWithValue("$after", after);
                using SqliteDataReader reader = command.ExecuteReader();
                return reader.Read() ? new StoredDocument(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)) : null;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> WriteDocumentAsync(string name, StoredDocument document, CancellationToken cancellationToken = default)
    {
        StoredKey.Check(name, "document");
        ArgumentNullException.ThrowIfNull(document);
        cancellationToken.ThrowIfCancellationRequested();
        return _writer.RunAsync(statements => statements.WriteDocument(name, document));
    }

    /// <inheritdoc/>
    public Task<bool> LeaseAsync(string name, string holder, TimeSpan duration, CancellationToken cancellationToken = default)
    {
        StoredKey.CheckLease(name, holder, duration);
        cancellationToken.ThrowIfCancellationRequested();
        return _writer.RunAsync(statements => statements.Lease(name, holder, duration));
    }

    // Rows of a user's version, place, snapshot, an entry or nothing, and the key.
    private static List<KeyValuePair<string, StoredUser>> Users(SqliteDataReader reader)
    {
        List<KeyValuePair<string, StoredUser>> users = [];
        List<ReadOnlyMemory<byte>> entries = [];
        while (reader.Read())
        {
            string user = reader.GetString(4);
            if (users.Count == 0 || users[^1].Key != user)
            {
                entries = [];
                users.Add(new(user, new StoredUser(
                    reader.GetInt64(0),
                    reader.IsDBNull(2) ? (ReadOnlyMemory<byte>?)null : reader.GetFieldValue<byte[]>(2),
                    entries,
                    reader.GetInt64(1))));
            }

            if (!reader.IsDBNull(3))
            {
                entries.Add(reader.GetFieldValue<byte[]>(3));
            }
        }

        return users;
    }
}
