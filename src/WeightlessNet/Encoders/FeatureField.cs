namespace WeightlessNet.Encoders;

/// <summary>A named field of a pattern and the bits that belong to it.</summary>
/// <param name="Name">The field's name, as explanations show it.</param>
/// <param name="Offset">The position of its first bit in the pattern.</param>
/// <param name="BitCount">The number of its bits; 0 if no example had a value for it.</param>
public readonly record struct FeatureField(string Name, int Offset, int BitCount)
{
    /// <summary>Whether its bits are the levels of a thermometer: if a bit is set, all bits before it are set too.</summary>
    public bool IsOrdered { get; init; }
}
