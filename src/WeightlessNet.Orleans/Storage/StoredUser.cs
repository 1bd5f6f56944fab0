namespace WeightlessNet.Orleans.Storage;

/// <summary>What a store holds of a user.</summary>
/// <param name="Version">The number of writes.</param>
/// <param name="Snapshot">The last snapshot; null if there is none.</param>
/// <param name="Entries">The entries after it, in the order in which they were written.</param>
/// <param name="CrowdSequence">The sequence number of the user's last change of the crowd, in the user's part; 0 for none.</param>
public sealed record StoredUser(
    long Version, ReadOnlyMemory<byte>? Snapshot, IReadOnlyList<ReadOnlyMemory<byte>> Entries, long CrowdSequence)
{
    /// <summary>A user of whom nothing was ever written.</summary>
    public static StoredUser Unknown { get; } = new(0, null, [], 0);
}
