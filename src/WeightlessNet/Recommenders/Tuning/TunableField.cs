namespace WeightlessNet.Recommenders.Tuning;

/// <summary>A field that controls can name. Immutable.</summary>
public sealed class TunableField
{
    internal TunableField(string name, IReadOnlyList<string> values, bool isOrdered) => (Name, Values, IsOrdered) = (name, values, isOrdered);

    /// <summary>The field's name.</summary>
    public string Name { get; }

    /// <summary>Its values, in the order of their bits: the words, or for an ordered field the levels, lowest first.</summary>
    public IReadOnlyList<string> Values { get; }

    /// <summary>Whether the values are levels, so that the field can be boosted by level.</summary>
    public bool IsOrdered { get; }
}
