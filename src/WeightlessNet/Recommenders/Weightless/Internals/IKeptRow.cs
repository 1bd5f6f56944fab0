namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>The central models' answers for all items that are kept for a user.</summary>
internal interface IKeptRow
{
    /// <summary>Drops the answers; they are made again when they are needed.</summary>
    void Drop();
}
