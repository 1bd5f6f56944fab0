using Microsoft.Data.Sqlite;
using WeightlessNet.Orleans.Storage.Internals;

namespace WeightlessNet.Orleans.Storage;

/// <summary>Users in a SQLite file: the store for one machine. Nothing has to be installed.</summary>
/// <remarks>
/// <para>
/// One thread writes. It takes all writes that wait, and stores them with one flush to disk, so many users at a time cost little more than
/// one. Readers do not wait for it. Several silos on one machine may open the same file, on a local disk.
/// </para>
/// <para>
/// What is replaced is overwritten with zeroes in the file (secure_delete). The log beside it ("-wal") may hold it until it is used again,
/// and is emptied when the last store of the file is closed. Thread-safe.
/// </para>
/// </remarks>
public sealed partial class SqliteUserStore : IUserStore
{
    private const int SchemaVersion = 2;

    private readonly string _connection;
    private readonly SqliteWriter _writer;

    private SqliteUserStore(string connection, SqliteWriter writer)
    {
        _connection = connection;
        _writer = writer;
    }

    /// <summary>Opens a file, and creates it if there is none.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="InvalidDataException">The file is not of this store, or of a later version.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static async Task<SqliteUserStore> OpenAsync(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string connection = new SqliteConnectionStringBuilder
        {
            DataSource = Path.GetFullPath(path),
            DefaultTimeout = 30,
        }.ToString();
        return await Task.Run(() =>
        {
            SqliteConnection writing = SqliteFailure.Translated(() => Opened(connection));
            return new SqliteUserStore(connection, new SqliteWriter(writing));
        }).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<StoredUser> LoadAsync(string user, CancellationToken cancellationToken = default)
    {
        StoredKey.Check(user);
        return ReadAsync(
            connection =>
            {
                // One statement sees one moment.
                using SqliteCommand command = connection.CreateCommand();
                command.CommandText =
                    """
                    SELECT u.version, u.crowd, u.snapshot, e.entry, u.user FROM users u LEFT JOIN entries e ON e.user = u.user
                    WHERE u.user = $user ORDER BY e.version
                    """;
                command.Parameters.AddWithValue("$user", user);
                using SqliteDataReader reader = command.ExecuteReader();
                return Users(reader) is [{ Value: var found }] ? found : StoredUser.Unknown;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<UserWriteResult> WriteAsync(
        string user, long version, UserWrite write, CancellationToken cancellationToken = default)
    {
        StoredKey.Check(user);
        cancellationToken.ThrowIfCancellationRequested();
        return _writer.RunAsync(statements => statements.Write(user, version, write));
    }

    /// <inheritdoc/>
    public Task<CrowdLog> ReadCrowdAsync(
        IReadOnlyList<long> after, int maximum = 10_000, CancellationToken cancellationToken = default)
    {
        CrowdCheckpoint.CheckPositions(after, nameof(after));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maximum);
        return ReadAsync(connection => Read(connection, after, maximum), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> SaveCrowdAsync(CrowdCheckpoint checkpoint, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        cancellationToken.ThrowIfCancellationRequested();
        return _writer.RunAsync(statements => statements.Save(checkpoint));
    }

    /// <summary>Waits for what is being written, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync().ConfigureAwait(false);
        using SqliteConnection pooled = new(_connection);
        SqliteConnection.ClearPool(pooled);
    }

    private static SqliteConnection Opened(string connection)
    {
        SqliteConnection opened = new(connection);
        try
        {
            opened.Open();

            // Without a time-out of SQLite's own, the provider sleeps 150 milliseconds where another process writes.
            Run(opened, "PRAGMA busy_timeout = 30000");

            // One command each: of several, the provider does not tell the failure of the later ones.
            if (Run(opened, "PRAGMA journal_mode = WAL") is not "wal")
            {
                throw new IOException($"The file '{opened.DataSource}' cannot have a log of SQLite beside it. Put it on a local disk.");
            }

            Run(opened, "PRAGMA synchronous = FULL");
            Run(opened, "PRAGMA secure_delete = ON");
            using SqliteTransaction transaction = opened.BeginTransaction();
            long version = (long)Run(opened, "PRAGMA user_version")!;
            if (version == 0 && (long)Run(opened, "SELECT count(*) FROM sqlite_master")! == 0)
            {
                Run(opened, StoreScript.Read("sqlite.sql"));
                for (int part = 0; part < CrowdParts.Count; part++)
                {
                    Run(opened, FormattableString.Invariant($"INSERT INTO crowd_parts VALUES ({part}, 0)"));
                }

                version = 1;
            }

            if (version is < 1 or > SchemaVersion)
            {
                throw new InvalidDataException(
                    $"The file '{opened.DataSource}' has the version {version} of other tables, not {SchemaVersion} of this store. "
                    + "Take another file, or a later version of the library.");
            }

            if (version < 2)
            {
                Run(opened, StoreScript.Read("sqlite-2.sql"));
            }

            transaction.Commit();
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    private static object? Run(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private static CrowdLog Read(SqliteConnection connection, IReadOnlyList<long> after, int maximum)
    {
        using SqliteTransaction moment = connection.BeginTransaction(deferred: true);
        CrowdCheckpoint? checkpoint = null;
        using (SqliteCommand command = connection.CreateCommand())
        {
            command.CommandText = "SELECT number, positions, sums FROM crowd_checkpoint";
            using SqliteDataReader reader = command.ExecuteReader();
            if (reader.Read())
            {
                checkpoint = new CrowdCheckpoint(
                    reader.GetInt64(0), CrowdReading.ToPositions(reader.GetFieldValue<byte[]>(1)), reader.GetFieldValue<byte[]>(2));
            }
        }

        checkpoint = CrowdReading.IfLater(checkpoint, after);
        List<CrowdEntry> entries = [];
        using (SqliteCommand command = connection.CreateCommand())
        {
            command.CommandText =
                "SELECT sequence, change FROM crowd WHERE part = $part AND sequence > $after ORDER BY sequence LIMIT $most";
            SqliteParameter part = command.Parameters.Add("$part", SqliteType.Integer);
            SqliteParameter from = command.Parameters.Add("$after", SqliteType.Integer);
            command.Parameters.AddWithValue("$most", maximum);
            for (int i = 0; i < CrowdParts.Count; i++)
            {
                (part.Value, from.Value) = (i, (checkpoint?.Positions ?? after)[i]);
                using SqliteDataReader reader = command.ExecuteReader();
                while (reader.Read())
                {
                    entries.Add(new CrowdEntry(i, reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)));
                }
            }
        }

        return new CrowdLog(checkpoint, entries);
    }

    private Task<T> ReadAsync<T>(Func<SqliteConnection, T> read, CancellationToken cancellationToken)
    {
        _writer.ThrowIfDisposed();
        return Task.Run(
            () => SqliteFailure.Translated(() =>
            {
                using SqliteConnection connection = new(_connection);
                connection.Open();
                return read(connection);
            }),
            cancellationToken);
    }
}
