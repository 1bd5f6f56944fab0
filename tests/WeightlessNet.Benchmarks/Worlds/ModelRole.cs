namespace WeightlessNet.Benchmarks.Worlds;

/// <summary>What a model is compared as.</summary>
internal enum ModelRole
{
    /// <summary>A model of all users, to be beaten.</summary>
    Central,

    /// <summary>A model that claims to be no worse than the best central one.</summary>
    Personal,

    /// <summary>Shown beside them.</summary>
    Other,
}
