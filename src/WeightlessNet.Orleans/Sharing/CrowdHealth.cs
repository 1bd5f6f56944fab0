namespace WeightlessNet.Orleans.Sharing;

/// <summary>How a silo follows the store. Users get answers all the same, with the crowd of before.</summary>
/// <param name="LastReading">When a reading last succeeded; null if none has yet.</param>
/// <param name="Failure">Why the last reading failed; null if it succeeded.</param>
/// <param name="LackedItem">An item that somebody has rated, and that the silo lacks; null if there is none.</param>
/// <param name="UnusedTraining">The number of the last training in the store, if this silo cannot use it; otherwise null.</param>
/// <param name="UnusedEntry">
/// An entry of the crowd's log that the silo cannot add, and why; null if there is none. The row of its user has the number of the entry.
/// </param>
public sealed record CrowdHealth(
    DateTimeOffset? LastReading, string? Failure, int? LackedItem, long? UnusedTraining, string? UnusedEntry)
{
    /// <summary>Whether the last reading succeeded and nothing is missing.</summary>
    public bool IsHealthy =>
        LastReading is not null && Failure is null && LackedItem is null && UnusedTraining is null && UnusedEntry is null;
}
