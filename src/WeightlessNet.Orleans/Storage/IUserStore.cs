namespace WeightlessNet.Orleans.Storage;

/// <summary>
/// Where the users of a cluster are kept. A user is a version number, a snapshot and the entries since; beside the users there are the keys
/// of items with their ids, and a log of what users change for all, in <see cref="CrowdParts.Count"/> parts.
/// </summary>
/// <remarks>
/// <para>
/// A task that ends without an exception means: on disk, as far as the store promises. A write that fails with an
/// <see cref="IOException"/> may be stored or not; its caller must load the user again before the next write.
/// </para>
/// <para>
/// The store does not know what the bytes mean. Thread-safe. <see cref="Conformance.UserStoreConformance"/> checks an implementation.
/// </para>
/// </remarks>
public interface IUserStore : IAsyncDisposable
{
    /// <summary>Reads all of a user at once.</summary>
    /// <param name="user">The user's key: any text without unpaired surrogates and without the character 0, not empty.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The user; one of version 0, without anything, if there was never a write.</returns>
    /// <exception cref="IOException">The store cannot be read.</exception>
    Task<StoredUser> LoadAsync(string user, CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes a change of a user, and its change of the crowd with it: both or none. The user's version goes up by 1.
    /// </summary>
    /// <param name="user">The user's key.</param>
    /// <param name="version">The version that the writer has seen. If the user has another one, nothing is written.</param>
    /// <param name="write">The change.</param>
    /// <param name="cancellationToken">Cancels the writing, which may happen nevertheless.</param>
    /// <returns>Whether it was written, and the place of the crowd's change.</returns>
    /// <exception cref="IOException">The store failed: the change may be stored or not.</exception>
    Task<UserWriteResult> WriteAsync(string user, long version, UserWrite write, CancellationToken cancellationToken = default);

    /// <summary>Gives ids to those keys of items that have none. An id is never used twice.</summary>
    /// <param name="keys">The keys of items, of the form of users' keys; they get ids in this order.</param>
    /// <param name="cancellationToken">Cancels the writing, which may happen nevertheless.</param>
    /// <returns>All keys, in the order of their ids: 0, 1, 2 ...</returns>
    /// <exception cref="ArgumentNullException"><paramref name="keys"/> is null.</exception>
    /// <exception cref="ArgumentException">A key is not of that form. Nothing is written.</exception>
    /// <exception cref="IOException">The store failed: the keys may be stored or not.</exception>
    Task<IReadOnlyList<string>> AddItemsAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads the log of the crowd from a position on. If a checkpoint is later than the position in any part, it comes too, and the entries
    /// are those after it.
    /// </summary>
    /// <param name="after">The last sequence number read, for each part; 0 for none.</param>
    /// <param name="maximum">The most entries to return of each part, 1 or more.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The entries of each part without a gap, in the order of their sequence numbers.</returns>
    /// <exception cref="ArgumentException"><paramref name="after"/> does not have <see cref="CrowdParts.Count"/> numbers.</exception>
    /// <exception cref="IOException">The store cannot be read.</exception>
    Task<CrowdLog> ReadCrowdAsync(
        IReadOnlyList<long> after, int maximum = 10_000, CancellationToken cancellationToken = default);

    /// <summary>Replaces the checkpoint of the crowd, and deletes the entries that it holds.</summary>
    /// <param name="checkpoint">
    /// The new one. It is based on the present one, and its <see cref="CrowdCheckpoint.Number"/> is 1 higher; the first one has number 1.
    /// </param>
    /// <param name="cancellationToken">Cancels the writing, which may happen nevertheless.</param>
    /// <returns>Whether it was written; false, and nothing is changed, if the present one has another number.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="checkpoint"/> is null.</exception>
    /// <exception cref="IOException">The store failed: the checkpoint may be stored or not.</exception>
    Task<bool> SaveCrowdAsync(CrowdCheckpoint checkpoint, CancellationToken cancellationToken = default);
}
