namespace WeightlessNet.Recommenders.Tuning;

/// <summary>A field that controls can speak of.</summary>
/// <param name="Name">The field's name.</param>
/// <param name="Values">Its values, in the order of their bits: the words, or for an ordered field the levels, lowest first.</param>
/// <param name="IsOrdered">Whether the values are levels, so that it can be boosted by level.</param>
public sealed record TunableField(string Name, IReadOnlyList<string> Values, bool IsOrdered);
