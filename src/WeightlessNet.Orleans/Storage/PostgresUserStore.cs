using Npgsql;
using NpgsqlTypes;
using WeightlessNet.Orleans.Storage.Internals;

namespace WeightlessNet.Orleans.Storage;

/// <summary>Users in PostgreSQL: the store for many silos. One row a user, one call a change.</summary>
/// <remarks>
/// <para>
/// A write is acknowledged when the server has committed it, so the server must run with <c>fsync</c> and <c>synchronous_commit</c> on;
/// opening refuses others. What is replaced stays in the tables until PostgreSQL has vacuumed them, and in its log and backups as long as
/// the administrator keeps these.
/// </para>
/// <para>
/// Thread-safe. Reading and writing have pools of connections of their own, so that neither waits for the other: a process has up to twice
/// the "Maximum Pool Size" of the connection string. If it states none, that is <see cref="DefaultPoolSize"/>; calls that find no free
/// connection wait for one.
/// </para>
/// </remarks>
public sealed partial class PostgresUserStore : IUserStore
{
    // Any number, the same for all: only one process creates the tables at a time.
    private const long CreationLock = 0x5745_4947_4854_4C45;

    private const int SchemaVersion = 2;
    private const string PoolSizeKeyword = "Maximum Pool Size";

    private readonly NpgsqlDataSource _writing;
    private readonly NpgsqlDataSource _reading;

    private PostgresUserStore(string connectionString)
    {
        NpgsqlConnectionStringBuilder connection = new(connectionString);
        if (!connection.ShouldSerialize(PoolSizeKeyword))
        {
            connection.MaxPoolSize = Math.Max(DefaultPoolSize, connection.MinPoolSize);
        }

        _writing = NpgsqlDataSource.Create(connection);
        _reading = NpgsqlDataSource.Create(connection);
    }

    /// <summary>
    /// How many connections at the most a process reads with, and how many it writes with, unless the connection string says so. A server
    /// with its default settings has 100 for all processes: enough for three silos, each with 30.
    /// </summary>
    public static int DefaultPoolSize => 15;

    /// <summary>The script that creates the tables. <see cref="OpenAsync"/> runs it; it may be repeated.</summary>
    public static string Schema => StoreScript.Read("postgres.sql");

    /// <summary>Connects, and creates the tables if there are none.</summary>
    /// <param name="connectionString">As Npgsql takes it. The tables are in the first schema of its search path.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    /// <exception cref="ArgumentException"><paramref name="connectionString"/> is null, empty or not valid.</exception>
    /// <exception cref="InvalidDataException">The tables are of a later version of the library.</exception>
    /// <exception cref="InvalidOperationException">The server acknowledges what is not on disk yet.</exception>
    /// <exception cref="IOException">The server cannot be reached, or refuses.</exception>
    public static async Task<PostgresUserStore> OpenAsync(string connectionString, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        PostgresUserStore store = new(connectionString);
        try
        {
            await store.WritingAsync(CreateAsync, cancellationToken).ConfigureAwait(false);
            return store;
        }
        catch
        {
            await store.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<StoredUser> LoadAsync(string user, CancellationToken cancellationToken = default)
    {
        StoredKey.Check(user);
        return ReadingAsync(
            async (connection, cancel) =>
            {
                using NpgsqlCommand command = new(
                    "SELECT version, crowd, snapshot, tail FROM weightless_users WHERE user_key = $1", connection);
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = user });
                using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancel).ConfigureAwait(false);
                return await reader.ReadAsync(cancel).ConfigureAwait(false)
                    ? UserOf(reader)
                    : StoredUser.Unknown;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<UserWriteResult> WriteAsync(
        string user, long version, UserWrite write, CancellationToken cancellationToken = default)
    {
        StoredKey.Check(user);
        return WritingAsync(
            async (connection, cancel) =>
            {
                using NpgsqlCommand command = new("SELECT weightless_write($1, $2, $3, $4, $5, $6)", connection);
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = user });
                command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = version });
                command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = write.IsSnapshot });
                command.Parameters.Add(new NpgsqlParameter<byte[]>
                {
                    TypedValue = write.IsSnapshot ? write.Data.ToArray() : UserTail.Framed(write.Data.Span),
                });
                command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = CrowdParts.Of(user) });
                command.Parameters.Add(new NpgsqlParameter
                {
                    NpgsqlDbType = NpgsqlDbType.Bytea,
                    Value = write.CrowdChange.IsEmpty ? DBNull.Value : write.CrowdChange.ToArray(),
                });
                long place = (long)(await command.ExecuteScalarAsync(cancel).ConfigureAwait(false))!;
                return place < 0 ? UserWriteResult.Conflict : new UserWriteResult(true, place);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<CrowdLog> ReadCrowdAsync(
        IReadOnlyList<long> after, int maximum = 10_000, CancellationToken cancellationToken = default)
    {
        CrowdCheckpoint.CheckPositions(after, nameof(after));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maximum);
        return ReadingAsync(
            async (connection, cancel) =>
            {
                // All statements see one moment.
                using NpgsqlTransaction moment = await connection
                    .BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancel).ConfigureAwait(false);
                CrowdCheckpoint? checkpoint = await ReadCheckpointAsync(connection, after, cancel).ConfigureAwait(false);
                return new CrowdLog(
                    checkpoint, await ReadEntriesAsync(connection, checkpoint?.Positions ?? after, maximum, cancel).ConfigureAwait(false));
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> SaveCrowdAsync(CrowdCheckpoint checkpoint, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        return WritingAsync(
            async (connection, cancel) =>
            {
                using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancel).ConfigureAwait(false);
                using NpgsqlCommand put = new(
                    """
                    INSERT INTO weightless_crowd_checkpoint AS present (number, positions, sums)
                    SELECT $1, $2, $3 WHERE $1 = 1 OR EXISTS (SELECT 1 FROM weightless_crowd_checkpoint)
                    ON CONFLICT (only_one) DO UPDATE SET number = $1, positions = $2, sums = $3 WHERE present.number = $1 - 1
                    """,
                    connection);
                put.Parameters.Add(new NpgsqlParameter<long> { TypedValue = checkpoint.Number });
                put.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = CrowdReading.ToBytes(checkpoint.Positions) });
                put.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = checkpoint.Sums.ToArray() });
                if (await put.ExecuteNonQueryAsync(cancel).ConfigureAwait(false) == 0)
                {
                    return false;
                }

                using NpgsqlCommand delete = new(
                    """
                    DELETE FROM weightless_crowd c USING unnest($1) WITH ORDINALITY AS saved (sequence, number)
                    WHERE c.part = saved.number - 1 AND c.sequence <= saved.sequence
                    """,
                    connection);
                delete.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. checkpoint.Positions] });
                await delete.ExecuteNonQueryAsync(cancel).ConfigureAwait(false);
                await transaction.CommitAsync(cancel).ConfigureAwait(false);
                return true;
            },
            cancellationToken);
    }

    /// <summary>Closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writing.DisposeAsync().ConfigureAwait(false);
        await _reading.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task<bool> CreateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        foreach (string setting in (string[])["fsync", "synchronous_commit"])
        {
            using NpgsqlCommand show = new($"SHOW {setting}", connection);
            if ((string)(await show.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))! == "off")
            {
                throw new InvalidOperationException(
                    $"The PostgreSQL server has {setting} = off: it acknowledges what a loss of power takes back. Turn it on.");
            }
        }

        using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        using NpgsqlCommand alone = new(
            FormattableString.Invariant(
                $"SELECT pg_advisory_xact_lock({CreationLock}); CREATE TABLE IF NOT EXISTS weightless_version (version integer NOT NULL)"),
            connection);
        await alone.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        using NpgsqlCommand present = new("SELECT coalesce(max(version), 0) FROM weightless_version", connection);
        int version = (int)(await present.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
        if (version > SchemaVersion)
        {
            throw new InvalidDataException(
                $"The tables in PostgreSQL have the version {version}, but this version of the library knows {SchemaVersion}. Take a later "
                + "one.");
        }

        if (version < SchemaVersion)
        {
            using NpgsqlCommand create = new(
                FormattableString.Invariant(
                    $"""
                    {Schema}
                    INSERT INTO weightless_crowd_parts
                    SELECT n, 0 FROM generate_series(0, {CrowdParts.Count - 1}) n ON CONFLICT DO NOTHING;
                    DELETE FROM weightless_version;
                    INSERT INTO weightless_version VALUES ({SchemaVersion})
                    """),
                connection);
            await create.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    private static async Task<CrowdCheckpoint?> ReadCheckpointAsync(
        NpgsqlConnection connection, IReadOnlyList<long> after, CancellationToken cancellationToken)
    {
        using NpgsqlCommand command = new("SELECT number, positions, sums FROM weightless_crowd_checkpoint", connection);
        using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return await reader.ReadAsync(cancellationToken).ConfigureAwait(false)
            ? CrowdReading.IfLater(
                new CrowdCheckpoint(
                    reader.GetInt64(0), CrowdReading.ToPositions(reader.GetFieldValue<byte[]>(1)), reader.GetFieldValue<byte[]>(2)),
                after)
            : null;
    }

    private static async Task<List<CrowdEntry>> ReadEntriesAsync(
        NpgsqlConnection connection, IReadOnlyList<long> after, int maximum, CancellationToken cancellationToken)
    {
        using NpgsqlCommand command = new(
            """
            SELECT c.part, c.sequence, c.change FROM unnest($1) WITH ORDINALITY AS known (sequence, number)
            CROSS JOIN LATERAL (
                SELECT part, sequence, change FROM weightless_crowd
                WHERE part = known.number - 1 AND sequence > known.sequence ORDER BY sequence LIMIT $2) c
            ORDER BY c.part, c.sequence
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. after] });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = maximum });
        List<CrowdEntry> entries = [];
        using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            entries.Add(new CrowdEntry(reader.GetInt32(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2)));
        }

        return entries;
    }

    private static StoredUser UserOf(NpgsqlDataReader reader) => new(
        reader.GetInt64(0),
        reader.IsDBNull(2) ? (ReadOnlyMemory<byte>?)null : reader.GetFieldValue<byte[]>(2),
        UserTail.Entries(reader.GetFieldValue<byte[]>(3)),
        reader.GetInt64(1));

    private Task<T> ReadingAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> run, CancellationToken cancellationToken) =>
        RunAsync(_reading, run, cancellationToken);

    private Task<T> WritingAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> run, CancellationToken cancellationToken) =>
        RunAsync(_writing, run, cancellationToken);

    private static async Task<T> RunAsync<T>(
        NpgsqlDataSource source, Func<NpgsqlConnection, CancellationToken, Task<T>> run, CancellationToken cancellationToken)
    {
        try
        {
            using NpgsqlConnection connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            return await run(connection, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
        {
            throw new IOException($"PostgreSQL cannot be used: {failure.Message}", failure);
        }
    }
}
