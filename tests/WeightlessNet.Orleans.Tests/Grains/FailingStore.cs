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

    public Task<IReadOnlyList<string>> AddItemsAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken = default) =>
        Inner.AddItemsAsync(keys, cancellationToken);

    public Task<CrowdLog> ReadCrowdAsync(
        IReadOnlyList<long> after, int maximum = 10_000, CancellationToken cancellationToken = default) =>
        Inner.ReadCrowdAsync(after, maximum, cancellationToken);

    public Task<bool> SaveCrowdAsync(CrowdCheckpoint checkpoint, CancellationToken cancellationToken = default) =>
        Inner.SaveCrowdAsync(checkpoint, cancellationToken);

    public ValueTask DisposeAsync() => Inner.DisposeAsync();
}
