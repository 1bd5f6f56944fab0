using System.Globalization;

namespace WeightlessNet.Serving;

/// <summary>What <see cref="RecommenderFiles.Repair"/> did, kept and lost.</summary>
public sealed class RepairReport
{
    internal RepairReport()
    {
    }

    /// <summary>Whether there was nothing to repair; then nothing was changed, and all numbers are 0.</summary>
    public bool WasIntact => CopyPath is null;

    /// <summary>The copy of the folder as it was before; null if it was intact. Delete it when it is not needed any more.</summary>
    public string? CopyPath { get; internal init; }

    /// <summary>The names of the files that were damaged or missing.</summary>
    public IReadOnlyList<string> DamagedFiles { get; internal init; } = [];

    /// <summary>
    /// Whether no whole checkpoint was found although there was one. Everything from before it is lost; unless <see cref="AreKeysKept"/>,
    /// also the changes after it whose user or item came before it.
    /// </summary>
    public bool IsCheckpointLost { get; internal init; }

    /// <summary>
    /// Whether the keys of users and items could be read from the lost checkpoint. Then all whole changes after it are kept. Checkpoints of
    /// version 0.1 have no checksum of the keys, so these are never kept.
    /// </summary>
    public bool AreKeysKept { get; internal init; }

    /// <summary>The number of whole batches that were kept. Changes that were made at the same time share a batch.</summary>
    public long KeptBatches { get; internal set; }

    /// <summary>The number of changes in these batches, such as a rating, or the key of a new user.</summary>
    public long KeptChanges { get; internal set; }

    /// <summary>The number of batches that are known to be lost. How many changes they had is unknown.</summary>
    public long LostBatches { get; internal init; }

    /// <summary>
    /// The number of bytes of the log that could not be read. At its end there may be bytes of a change that was never acknowledged.
    /// </summary>
    public long LostBytes { get; internal init; }

    /// <summary>The number of ratings, descriptions and controls that were dropped because the key of their user or item is lost.</summary>
    public long DroppedChanges { get; internal set; }

    /// <summary>The report in words.</summary>
    public override string ToString()
    {
        if (WasIntact)
        {
            return "The folder is intact. Nothing was changed.";
        }

        string damaged = DamagedFiles.Count == 0 ? "" : $" Damaged or missing: {string.Join(", ", DamagedFiles)}.";
        string keys = AreKeysKept ? " except the keys of users and items" : "";
        string checkpoint = IsCheckpointLost ? $" The checkpoint is lost, with everything before it{keys}." : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"The folder is repaired.{damaged}{checkpoint} Kept after the checkpoint: {KeptChanges} changes in {KeptBatches} batches. "
            + $"Lost: {LostBatches} batches; {LostBytes} bytes could not be read. Dropped because the key of the user or the item is lost: "
            + $"{DroppedChanges} changes. If a lost change forgot something, that may be back. The folder as it was is in '{CopyPath}'.");
    }
}
