namespace WeightlessNet.Orleans.Storage;

/// <summary>
/// Where the users of a cluster are kept. A user is a version number, a snapshot and the entries since; beside the users there are the
/// items with their ids, a log of what users change for all, in <see cref="CrowdParts.Count"/> parts, and documents that all silos share.
/// </summary>
/// <remarks>
/// <para>
/// A task that ends without an exception means: on disk, as far as the store promises. A write that fails with an
/// <see cref="IOException"/> may be stored or not; its caller must load the user again before the next write.
/// </para>
/// <para>
/// Keys of users and items, names of documents and leases, and holders of leases are texts of at most <see cref="MaximumKeyLength"/> bytes
/// in UTF-8, without unpaired surrogates and without the character 0, not empty; others are refused with an
/// <see cref="ArgumentException"/>. The store does not know what the bytes mean. Thread-safe.
/// <see cref="Conformance.UserStoreConformance"/> checks an implementation.
/// </para>
/// </remarks>
public interface IUserStore : IAsyncDisposable
{
    /// <summary>The most bytes of a key in UTF-8: 2,000, which every store can hold in an index.</summary>
    static int MaximumKeyLength => 2_000;

    /// <summary>Reads all of a user at once.</summary>
    /// <param name="user">The user's key.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The user; one of version 0, without anything, if there was never a write.</returns>
    /// <exception cref="ArgumentException">The key is not of the form above.</exception>
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
    /// <exception cref="ArgumentException">The key is not of the form above. Nothing is written.</exception>
    /// <exception cref="IOException">The store failed: the change may be stored or not.</exception>
    Task<UserWriteResult> WriteAsync(string user, long version, UserWrite write, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads some users, to go through all of them page by page: one who is there all the time comes at least once, in any order; one who
    /// is added meanwhile may come. One who is damaged comes with an entry that cannot be read, and holds up no other.
    /// </summary>
    /// <param name="from">The <see cref="UserPage.Next"/> of the page before; null for the first page.</param>
    /// <param name="maximum">The most users of a page, 1 or more. A store that cannot tell may return some more.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="ArgumentException"><paramref name="from"/> is not from a page of this store.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximum"/> is not above 0.</exception>
    /// <exception cref="IOException">The store cannot be read.</exception>
    Task<UserPage> ReadUsersAsync(string? from, int maximum = 1_000, CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes items. Those with new keys get the next ids, in the order given; an id is never used twice. Of known ones the content is
    /// replaced.
    /// </summary>
    /// <param name="items">The items' keys, each once, and contents.</param>
    /// <param name="cancellationToken">Cancels the writing, which may happen nevertheless.</param>
    /// <exception cref="ArgumentNullException"><paramref name="items"/> is null.</exception>
    /// <exception cref="ArgumentException">A key is not of the form above, or occurs twice. Nothing is written.</exception>
    /// <exception cref="IOException">The store failed: any of the items may be written or not.</exception>
    Task WriteItemsAsync(
        IReadOnlyList<KeyValuePair<string, ReadOnlyMemory<byte>>> items, CancellationToken cancellationToken = default);

    /// <summary>Reads the items that were added or whose content has changed after a revision.</summary>
    /// <param name="after">The <see cref="StoredItems.Revision"/> of the reading before; 0 for all items.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="IOException">The store cannot be read.</exception>
    Task<StoredItems> ReadItemsAsync(long after, CancellationToken cancellationToken = default);

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

    /// <summary>Reads a document if it is newer than what the caller has.</summary>
    /// <param name="name">The document's name.</param>
    /// <param name="after">The number that the caller has; 0 for none.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The document; null if there is none with a higher number.</returns>
    /// <exception cref="ArgumentException">The name is not of the form above.</exception>
    /// <exception cref="IOException">The store cannot be read.</exception>
    Task<StoredDocument?> ReadDocumentAsync(string name, long after, CancellationToken cancellationToken = default);

    /// <summary>Replaces a document.</summary>
    /// <param name="name">The document's name.</param>
    /// <param name="document">The new one. Its number is 1 higher than that of the present one; the first one has number 1.</param>
    /// <param name="cancellationToken">Cancels the writing, which may happen nevertheless.</param>
    /// <returns>Whether it was written; false, and nothing is changed, if the present one has another number.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="document"/> is null.</exception>
    /// <exception cref="ArgumentException">The name is not of the form above. Nothing is written.</exception>
    /// <exception cref="IOException">The store failed: the document may be stored or not.</exception>
    Task<bool> WriteDocumentAsync(string name, StoredDocument document, CancellationToken cancellationToken = default);

    /// <summary>
    /// Takes a lease that nobody else holds, or prolongs one's own. It ends by itself, by the clock of the store, so a holder that has
    /// ended holds up nobody for long.
    /// </summary>
    /// <param name="name">What is leased.</param>
    /// <param name="holder">Who takes it: a text that nobody else uses.</param>
    /// <param name="duration">How long it is held from now on, 10 milliseconds to a day; zero gives one's own back.</param>
    /// <param name="cancellationToken">Cancels the call, which may happen nevertheless.</param>
    /// <returns>Whether the caller holds it now, or has given it back; false if somebody else holds it.</returns>
    /// <exception cref="ArgumentException">The name or the holder is not of the form above.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="duration"/> is out of range.</exception>
    /// <exception cref="IOException">The store failed: the lease may be taken or not.</exception>
    Task<bool> LeaseAsync(string name, string holder, TimeSpan duration, CancellationToken cancellationToken = default);
}
