using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace WeightlessNet.Orleans.Storage.Internals;

/// <summary>The one thread that writes to a SQLite file. All writes that wait are one transaction.</summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    // A transaction should not hold up other silos of the machine for long.
    private const int MostInTransaction = 1_000;

    // Codes of SQLite.
    private const int TooBig = 18;
    private const int Constraint = 19;
    private const int Mismatch = 20;
    private const int Range = 25;

    private readonly SqliteConnection _connection;
    private readonly SqliteStatements _statements;
    private readonly Channel<Waiting> _waiting =
        Channel.CreateBounded<Waiting>(new BoundedChannelOptions(10_000) { SingleReader = true });

    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isDisposed;

    public SqliteWriter(SqliteConnection connection)
    {
        _connection = connection;
        _statements = new SqliteStatements(connection);
        _thread = new Thread(Work) { IsBackground = true, Name = "WeightlessNet SQLite writer" };
        _thread.Start();
    }

    public void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_isDisposed, this);

    /// <summary>Runs statements in the next transaction; the task ends when it is on disk.</summary>
    public async Task<T> RunAsync<T>(Func<SqliteStatements, T> run)
    {
        ThrowIfDisposed();
        TaskCompletionSource<T> source = new(TaskCreationOptions.RunContinuationsAsynchronously);
        T result = default!;
        Waiting waiting = new(
            statements => result = run(statements),
            () => source.SetResult(result),
            failure => source.SetException(failure));
        try
        {
            await _waiting.Writer.WriteAsync(waiting).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(SqliteUserStore));
        }

        return await source.Task.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        _isDisposed = true;
        if (_waiting.Writer.TryComplete())
        {
            await _ended.Task.ConfigureAwait(false);
            await _statements.DisposeAsync().ConfigureAwait(false);
            await _connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void Work()
    {
        List<Waiting> batch = [];
        ChannelReader<Waiting> reader = _waiting.Reader;
        while (reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            batch.Clear();
            while (batch.Count < MostInTransaction && reader.TryRead(out Waiting? next))
            {
                batch.Add(next);
            }

            Write(batch);
        }

        _ended.SetResult();
    }

    private void Write(List<Waiting> batch)
    {
        bool isCommitting = false;
        try
        {
            using SqliteTransaction transaction = _connection.BeginTransaction();
            _statements.Use(transaction);
            foreach (Waiting waiting in batch)
            {
                waiting.Run(_statements);
            }

            isCommitting = true;
            transaction.Commit();
        }
        catch (Exception failure)
        {
            if (batch.Count > 1 && !isCommitting && IsOfOne(failure))
            {
                // All were rolled back. One after the other, those that can are stored.
                foreach (Waiting waiting in batch)
                {
                    Write([waiting]);
                }

                return;
            }

            // All were rolled back, or it is not known whether they are on disk.
            Exception told = failure is SqliteException sqlite ? SqliteFailure.Translated(sqlite) : failure;
            foreach (Waiting waiting in batch)
            {
                waiting.Fail(told);
            }

            return;
        }

        foreach (Waiting waiting in batch)
        {
            waiting.Succeed();
        }
    }

    // Whether a failure is that of one statement, and not of the file, which every other statement would meet too.
    private static bool IsOfOne(Exception failure) =>
        failure is not SqliteException sqlite || sqlite.SqliteErrorCode is TooBig or Constraint or Mismatch or Range;

    private sealed record Waiting(Action<SqliteStatements> Run, Action Succeed, Action<Exception> Fail);
}
