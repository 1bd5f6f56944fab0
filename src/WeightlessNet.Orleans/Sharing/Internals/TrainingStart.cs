using WeightlessNet.Recommenders.Hybrid;

namespace WeightlessNet.Orleans.Sharing.Internals;

/// <summary>What a training begins with.</summary>
/// <param name="Crowd">The crowd without what users have changed.</param>
/// <param name="Changes">How many changes the crowd's log has had.</param>
/// <param name="Number">The number of the last training in the store; 0 for none.</param>
/// <param name="Head">When and from what that was trained; null if there is none, or it is not known to this version of the library.</param>
internal sealed record TrainingStart(CrowdModel Crowd, long Changes, long Number, TrainingHead? Head)
{
    /// <summary>Whether the last training may be replaced: one of a later version of the library must not.</summary>
    public bool IsKnown => Number == 0 || Head is not null;
}
