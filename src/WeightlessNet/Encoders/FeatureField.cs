namespace WeightlessNet.Encoders;

/// <summary>A named field of a pattern: which bits belong to it.</summary>
/// <param name="Name">The field's name, as explanations speak of it.</param>
/// <param name="Offset">The position of its first bit in the pattern.</param>
/// <param name="BitCount">How many bits it has; 0 where it never had a value to learn from.</param>
public readonly record struct FeatureField(string Name, int Offset, int BitCount)
{
    /// <summary>Whether its bits are the levels of a thermometer: a record that has a bit has all bits before it too.</summary>
    public bool IsOrdered { get; init; }
}
