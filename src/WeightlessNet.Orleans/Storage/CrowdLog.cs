namespace WeightlessNet.Orleans.Storage;

/// <summary>What a store returns of the crowd's log.</summary>
/// <param name="Checkpoint">The checkpoint, if it is later than the position that was asked for; otherwise null.</param>
/// <param name="Entries">The entries after the checkpoint, or after that position.</param>
public sealed record CrowdLog(CrowdCheckpoint? Checkpoint, IReadOnlyList<CrowdEntry> Entries);
