using WeightlessNet.Recommenders.Weightless;

namespace WeightlessNet.Recommenders;

/// <summary>How much the recent ratings of one user count for.</summary>
public enum UserRecency
{
    /// <summary>As they do for all users: by <see cref="WeightlessOptions.Recency"/>.</summary>
    AsConfigured,

    /// <summary>
    /// The newest ones count for more, as with <see cref="WeightlessOptions.FollowDrift"/>, and twicing is 0.25 at the most.
    /// </summary>
    FollowDrift,
}
