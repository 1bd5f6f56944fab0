using WeightlessNet.Recommenders.Weightless;

namespace WeightlessNet.Recommenders;

/// <summary>How the recent ratings of one user are weighted.</summary>
public enum UserRecency
{
    /// <summary>By <see cref="WeightlessOptions.Recency"/>, as for all users.</summary>
    AsConfigured,

    /// <summary>
    /// By <see cref="WeightlessOptions.FollowDrift"/>, with twicing of at most 0.25, in place of what <see cref="AsConfigured"/> learns.
    /// </summary>
    FollowDrift,
}
