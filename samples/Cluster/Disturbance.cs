namespace ClusterSample;

/// <summary>What happens to silos under load.</summary>
internal enum Disturbance
{
    None,

    /// <summary>One is killed in the middle, and started again.</summary>
    Kill,

    /// <summary>One after the other is ended and started again, all but the first, which has the list of members.</summary>
    Restart,
}
