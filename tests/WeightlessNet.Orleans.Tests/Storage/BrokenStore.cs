using WeightlessNet.Orleans.Storage;

namespace WeightlessNet.Orleans.Tests.Storage;

/// <summary>A store with a fault, which checks must find.</summary>
public sealed class BrokenStore(MemoryUserStore inner, BrokenStore.Fault fault) : IUserStore
{
    private readonly HashSet<string> _written = [];

    /// <summary>What is wrong.</summary>
    public enum Fault
    {
        IgnoresVersions,
        LosesCrowdChanges,
        KeepsReplacedEntries,
        IgnoresCase,
        ForgetsWhenClosed,
        TakesAnyCheckpoint,
    }

    public Task<StoredUser> LoadAsync(string user, CancellationToken cancellationToken = default) =>
        fault == Fault.ForgetsWhenClosed && !_written.Contains(user)
            ? Task.FromResult(StoredUser.Unknown)
            : inner.LoadAsync(Key(user), cancellationToken);

    public async Task<UserWriteResult> WriteAsync(string user, long version, UserWrite write, CancellationToken cancellationToken = default)
    {
        _written.Add(user);
        long seen = fault == Fault.IgnoresVersions ? (await inner.LoadAsync(user, cancellationToken)).Version : version;
        UserWrite written = fault switch
        {
            Fault.LosesCrowdChanges when version % 2 == 1 => UserWrite.Append(write.Data),
            Fault.KeepsReplacedEntries when write.IsSnapshot => UserWrite.Append(write.Data, write.CrowdChange),
            _ => write,
        };
        return await inner.WriteAsync(Key(user), seen, written, cancellationToken);
    }

    public Task<UserPage> ReadUsersAsync(string? from, int maximum = 1_000, CancellationToken cancellationToken = default) =>
        inner.ReadUsersAsync(from, maximum, cancellationToken);

    public Task WriteItemsAsync(
        IReadOnlyList<KeyValuePair<string, ReadOnlyMemory<byte>>> items, CancellationToken cancellationToken = default) =>
        inner.WriteItemsAsync(items, cancellationToken);

    public Task<StoredItems> ReadItemsAsync(long after, CancellationToken cancellationToken = default) =>
        inner.ReadItemsAsync(after, cancellationToken);

    public Task<StoredDocument?> ReadDocumentAsync(string name, long after, CancellationToken cancellationToken = default) =>
        inner.ReadDocumentAsync(name, after, cancellationToken);

    public Task<bool> WriteDocumentAsync(string name, StoredDocument document, CancellationToken cancellationToken = default) =>
        inner.WriteDocumentAsync(name, document, cancellationToken);

    public Task<bool> LeaseAsync(string name, string holder, TimeSpan duration, CancellationToken cancellationToken = default) =>
        inner.LeaseAsync(name, holder, duration, cancellationToken);

    public Task<CrowdLog> ReadCrowdAsync(
        IReadOnlyList<long> after, int maximum = 10_000, CancellationToken cancellationToken = default) =>
        inner.ReadCrowdAsync(after, maximum, cancellationToken);

    public async Task<bool> SaveCrowdAsync(CrowdCheckpoint checkpoint, CancellationToken cancellationToken = default)
    {
        bool isSaved = await inner.SaveCrowdAsync(checkpoint, cancellationToken);
        return isSaved || fault == Fault.TakesAnyCheckpoint;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private string Key(string user) => fault == Fault.IgnoresCase ? user?.ToUpperInvariant()! : user;
}
