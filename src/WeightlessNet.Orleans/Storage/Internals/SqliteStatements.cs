using Microsoft.Data.Sqlite;

namespace WeightlessNet.Orleans.Storage.Internals;

/// <summary>The prepared statements of the thread that writes.</summary>
internal sealed partial class SqliteStatements : IAsyncDisposable
{
    private readonly SqliteCommand _version;
    private readonly SqliteCommand _nextPlace;
    private readonly SqliteCommand _addChange;
    private readonly SqliteCommand _put;
    private readonly SqliteCommand _addEntry;
    private readonly SqliteCommand _deleteEntries;
    private readonly SqliteCommand _checkpointNumber;
    private readonly SqliteCommand _putCheckpoint;
    private readonly SqliteCommand _deleteChanges;
    private readonly SqliteCommand _nextRevision;
    private readonly SqliteCommand _putItem;
    private readonly SqliteCommand _documentNumber;
    private readonly SqliteCommand _putDocument;
    private readonly SqliteCommand _lease;
    private readonly SqliteCommand[] _all;

    public SqliteStatements(SqliteConnection connection)
    {
        _version = Command(connection, "SELECT version FROM users WHERE user = $1", 1);
        _nextPlace = Command(connection, "UPDATE crowd_parts SET last = last + 1 WHERE part = $1 RETURNING last", 1);
        _addChange = Command(connection, "INSERT INTO crowd VALUES ($1, $2, $3)", 3);
        _put = Command(
            connection,
            """
            INSERT INTO users VALUES ($1, $2, $3, $4)
            ON CONFLICT DO UPDATE SET version = $2, crowd = max(crowd, $3), snapshot = coalesce($4, snapshot)
            """,
            4);
        _addEntry = Command(connection, "INSERT INTO entries VALUES ($1, $2, $3)", 3);
        _deleteEntries = Command(connection, "DELETE FROM entries WHERE user = $1", 1);
        _checkpointNumber = Command(connection, "SELECT coalesce(max(number), 0) FROM crowd_checkpoint", 0);
        _putCheckpoint = Command(connection, "DELETE FROM crowd_checkpoint; INSERT INTO crowd_checkpoint VALUES ($1, $2, $3)", 3);
        _deleteChanges = Command(connection, "DELETE FROM crowd WHERE part = $1 AND sequence <= $2", 2);
        _nextRevision = Command(connection, "SELECT coalesce(max(revision), 0) + 1 FROM items", 0);
        _putItem = Command(
            connection,
            """
            INSERT INTO items (id, item, content, revision) SELECT coalesce(max(id) + 1, 0), $1, $2, $3 FROM items WHERE true
            ON CONFLICT (item) DO UPDATE SET content = $2, revision = $3 WHERE content <> $2
            """,
            3);
        _documentNumber = Command(connection, "SELECT number FROM documents WHERE name = $1", 1);
        _putDocument = Command(connection, "INSERT OR REPLACE INTO documents VALUES ($1, $2, $3)", 3);
        _lease = Command(
            connection,
            """
            INSERT INTO leases VALUES ($1, $2, $3)
            ON CONFLICT DO UPDATE SET holder = $2, until = $3 WHERE holder = $2 OR until <= $4
            """,
            4);
        _all =
        [
            _nextRevision, _putItem, _documentNumber, _putDocument, _lease,
            _version, _nextPlace, _addChange, _put, _addEntry, _deleteEntries, _checkpointNumber, _putCheckpoint, _deleteChanges,
        ];
    }

    public void Use(SqliteTransaction transaction)
    {
        foreach (SqliteCommand command in _all)
        {
            command.Transaction = transaction;
        }
    }

    public UserWriteResult Write(string user, long version, in UserWrite write)
    {
        if ((Scalar(_version, user) as long? ?? 0) != version)
        {
            return UserWriteResult.Conflict;
        }

        long place = 0;
        if (!write.CrowdChange.IsEmpty)
        {
            int part = CrowdParts.Of(user);
            place = (long)Scalar(_nextPlace, part)!;
            Run(_addChange, part, place, write.CrowdChange.ToArray());
        }

        Run(_put, user, version + 1, place, write.IsSnapshot ? write.Data.ToArray() : DBNull.Value);
        if (write.IsSnapshot)
        {
            Run(_deleteEntries, user);
        }
        else
        {
            Run(_addEntry, user, version + 1, write.Data.ToArray());
        }

        return new UserWriteResult(true, place);
    }

    public bool Save(CrowdCheckpoint checkpoint)
    {
        if ((long)Scalar(_checkpointNumber)! + 1 != checkpoint.Number)
        {
            return false;
        }

        Run(_putCheckpoint, checkpoint.Number, CrowdReading.ToBytes(checkpoint.Positions), checkpoint.Sums.ToArray());
        for (int part = 0; part < CrowdParts.Count; part++)
        {
            Run(_deleteChanges, part, checkpoint.Positions[part]);
        }

        return true;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (SqliteCommand command in _all)
        {
            await command.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, int parameters)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        for (int i = 1; i <= parameters; i++)
        {
            command.Parameters.Add(new SqliteParameter($"${i}", null));
        }

        return command;
    }

    private static object? Scalar(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        Bind(command, values);
        return command.ExecuteScalar();
    }

    private static int Run(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        Bind(command, values);
        return command.ExecuteNonQuery();
    }

    private static void Bind(SqliteCommand command, ReadOnlySpan<object> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }
    }
}
