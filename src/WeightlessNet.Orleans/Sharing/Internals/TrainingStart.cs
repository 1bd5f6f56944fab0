using WeightlessNet.Recommenders.Hybrid;

namespace WeightlessNet.Orleans.Sharing.Internals;

/// <summary>What a training begins with.</summary>
/// <param name="Crowd">The crowd without what users have changed.</param>
/// <param name="Changes">How many times a rating has changed in the crowd's log.</param>
/// <param name="Number">The number of the last training in the store; 0 for none.</param>
/// <param name="Head">When and from what that was trained; null if there is none, or no silo can use it.</param>
/// <param name="IsLater">Whether the last training is of a later version, which must not be replaced by an older one.</param>
internal sealed record TrainingStart(CrowdModel Crowd, long Changes, long Number, TrainingHead? Head, bool IsLater);
