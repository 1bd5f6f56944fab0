namespace WeightlessNet.Scenarios.Kills;

/// <summary>What a line says.</summary>
internal enum KillLineKind
{
    /// <summary>The recommender is open.</summary>
    Opened,

    /// <summary>A step begins.</summary>
    Begun,

    /// <summary>A step is acknowledged.</summary>
    Acknowledged,

    /// <summary>The user whom a step has forgotten is gone from the disk.</summary>
    Erased,

    /// <summary>A step returned something else than expected.</summary>
    Wrong,
}
