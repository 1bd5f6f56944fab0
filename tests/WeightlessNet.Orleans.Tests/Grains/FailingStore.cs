using WeightlessNet.Orleans.Storage;

namespace WeightlessNet.Orleans.Tests.Grains;

/// <summary>A store that fails when a test says so, and counts its reads and writes.</summary>
internal sealed class FailingStore : IUserStore
{
    public MemoryUserStore Inner { get; } = new();

    /// <summary>Whether the next write fails, and is not stored.</summary>
    public bool FailsBefore { get; set; }

    /// <summary>Whether all reads fail.</summary>
    public bool FailsReading { get; set; }

    /// <summary>Whether the next write is stored and then fails.</summary>
    public bool FailsAfter { get; set; }

    /// <summary>Which page of users fails from now on, counted from 1; 0 for none.</summary>
    public int FailsPage { get; set; }

    /// <summary>Is called at each page of users.</summary>
    public Action? OnPage { get; set; }

    /// <summary>Whether the next document is not stored.</summary>
    public bool FailsDocument { get; set; }

    /// <summary>What a reading of the crowd's log waits for; null for nothing.</summary>
    public TaskCompletionSource? Gate { get; set; }

    /// <summary>Is called before each reading of the crowd's log.</summary>
    public Func<Task>? OnCrowdRead { get; set; }

    /// <summary>Is called before the next checkpoint is stored.</summary>
    public Func<Task>? OnCheckpoint { get; set; }

    public int CrowdReads { get; private set; }

    public int Reads { get; private set; }

    public int Writes { get; private set; }

    public Task<StoredUser> LoadAsync(string user, CancellationToken cancellationToken = default)
    {
        Reads++;
        return FailsReading
            ? Task.FromException<StoredUser>(new IOException("The disk cannot be read."))
            : Inner.LoadAsync(user, cancellationToken);
    }

    public async Task<UserWriteResult> WriteAsync(string user, long version, UserWrite write, CancellationToken cancellationToken = default)
    {
        Writes++;
        if (FailsBefore)
        {
            FailsBefore = false;
            throw new IOException("The disk is full.");
        }

        UserWriteResult result = await Inner.WriteAsync(user, version, write, cancellationToken);
        if (FailsAfter)
        {
            FailsAfter = false;
            throw new IOException("The answer was lost.");
        }

        return result;
    }

    public Task<UserPage> ReadUsersAsync(string? from, int maximum = 1_000, CancellationToken cancellationToken = default)
    {
        OnPage?.Invoke();
        return FailsPage > 0 && --FailsPage == 0
            ? Task.FromException<UserPage>(new IOException("The disk cannot be read."))
            : Inner.ReadUsersAsync(from, maximum, cancellationToken);
    }

    public Task WriteItemsAsync(
        IReadOnlyList<KeyValuePair<string, ReadOnlyMemory<byte>>> items, CancellationToken cancellationToken = default) =>
        Inner.WriteItemsAsync(items, cancellationToken);

    public Task<StoredItems> ReadItemsAsync(long after, CancellationToken cancellationToken = default) =>
        Inner.ReadItemsAsync(after, cancellationToken);

    public Task<StoredDocument?> ReadDocumentAsync(string name, long after, CancellationToken cancellationToken = default) =>
        Inner.ReadDocumentAsync(name, after, cancellationToken);

    public Task<bool> WriteDocumentAsync(string name, StoredDocument document, CancellationToken cancellationToken = default)
    {
        if (FailsDocument)
        {
            FailsDocument = false;
            return Task.FromException<bool>(new IOException("The disk is full."));
        }

        return Inner.WriteDocumentAsync(name, document, cancellationToken);
    }

    public Task<bool> LeaseAsync(string name, string holder, TimeSpan duration, CancellationToken cancellationToken = default) =>
        Inner.LeaseAsync(name, holder, duration, cancellationToken);

    public async Task<CrowdLog> ReadCrowdAsync(
        IReadOnlyList<long> after, int maximum = 10_000, CancellationToken cancellationToken = default)
    {
        CrowdReads++;
        await (Gate?.Task ?? Task.CompletedTask);
        await (OnCrowdRead?.Invoke() ?? Task.CompletedTask);
        return await Inner.ReadCrowdAsync(after, maximum, cancellationToken);
    }

    public async Task<bool> SaveCrowdAsync(CrowdCheckpoint checkpoint, CancellationToken cancellationToken = default)
    {
        Func<Task>? before = OnCheckpoint;
        OnCheckpoint = null;
        await (before?.Invoke() ?? Task.CompletedTask);
        return await Inner.SaveCrowdAsync(checkpoint, cancellationToken);
    }

    public ValueTask DisposeAsync() => Inner.DisposeAsync();
}
