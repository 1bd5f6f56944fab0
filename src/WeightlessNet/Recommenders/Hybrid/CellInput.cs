namespace WeightlessNet.Recommenders.Hybrid;

/// <summary>A bit of an item that a node of a network reads.</summary>
/// <param name="Kind">Where the bit comes from: a field of the item, or what was made from ratings.</param>
/// <param name="Name">The name of the field, as in <see cref="Explanation.ByField"/>.</param>
/// <param name="Bit">
/// The place of the bit in its field, from 0. Null if the node reads the whole field by a hash, as for fields of more than 64 bits.
/// </param>
/// <param name="IsSet">Whether the bit is set for the item; false if <paramref name="Bit"/> is null.</param>
public readonly record struct CellInput(ContributionKind Kind, string Name, int? Bit, bool IsSet);
