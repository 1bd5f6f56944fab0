namespace WeightlessNet.Serving.Internals.Storing;

/// <summary>What was found when a store was opened.</summary>
internal sealed record StoreRecovery
{
    /// <summary>The number of the checkpoint that was read; 0 if there is none.</summary>
    public ulong Checkpoint { get; init; }

    /// <summary>The number of events that were repeated after it.</summary>
    public long EventCount { get; init; }

    /// <summary>The number of bytes of their batches.</summary>
    public long EventBytes { get; init; }

    /// <summary>Whether files that the checkpoint replaces are still there: they may have what was forgotten.</summary>
    public bool HasReplacedFiles { get; init; }

    /// <summary>The number of bytes of batches that were never acknowledged as being on disk, and were cut off.</summary>
    public long DiscardedBytes { get; init; }
}
