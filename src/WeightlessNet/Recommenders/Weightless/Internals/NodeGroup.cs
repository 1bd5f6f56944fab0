namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>Consecutive nodes of a network that look at the same fields. Calibration weighs a group as a whole.</summary>
/// <param name="Name">What the nodes look at, as diagnostics show it.</param>
/// <param name="Key">
/// Identifies the group in all layouts of a catalog: <see cref="Mixed"/>, <see cref="Audience"/>, <see cref="Recent"/>, or the index of the
/// only field.
/// </param>
/// <param name="First">The first node.</param>
/// <param name="Count">The number of nodes.</param>
internal readonly record struct NodeGroup(string Name, int Key, int First, int Count)
{
    /// <summary>The key of the group over all narrow fields and the crowd.</summary>
    public const int Mixed = -1;

    /// <summary>The key of the group over the audience and all narrow fields.</summary>
    public const int Audience = -2;

    /// <summary>The key of the group over all narrow fields and the crowd, in which recent ratings have more weight.</summary>
    public const int Recent = -3;

    /// <summary>The lowest key.</summary>
    public const int Lowest = Recent;
}
