namespace WeightlessNet.Recommenders.Tuning;

/// <summary>A field of the catalog that controls can use. Immutable.</summary>
public sealed class TunableField
{
    internal TunableField(string name, IReadOnlyList<string> values, bool isOrdered) =>
        (Name, Values, IsOrdered) = (name, values, isOrdered);

    /// <summary>The field's name.</summary>
    public string Name { get; }

    /// <summary>The field's values in bit order: words, or for an ordered field levels, lowest first.</summary>
    public IReadOnlyList<string> Values { get; }

    /// <summary>Whether the values are levels. Only such fields can be boosted by level.</summary>
    public bool IsOrdered { get; }

    /// <summary>The name and the values, such as "genre: Drama, Horror".</summary>
    public override string ToString() => $"{Name}: {string.Join(", ", Values)}";
}
