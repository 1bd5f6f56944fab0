namespace WeightlessNet.Recommenders.Controls;

/// <summary>A condition on an item: it has, or does not have, a value in a field.</summary>
/// <param name="Field">The name of a field of the catalog.</param>
/// <param name="Value">
/// A value of that field, as described by the catalog: a word such as "Horror", or for a thermometer a level such as "above 1994".
/// </param>
/// <param name="IsNegated">Whether the item must not have the value.</param>
public readonly record struct TuningCondition(string Field, string Value, bool IsNegated)
{
    /// <summary>The condition in words, such as "genre Horror" or "not genre Horror".</summary>
    public override string ToString() => IsNegated ? $"not {Field} {Value}" : $"{Field} {Value}";

    /// <summary>The condition that an item has a value.</summary>
    /// <param name="field">The name of a field of the catalog.</param>
    /// <param name="value">A value of that field, as described by the catalog.</param>
    public static TuningCondition Has(string field, string value) => new(field, value, false);

    /// <summary>The condition that an item does not have a value.</summary>
    /// <param name="field">The name of a field of the catalog.</param>
    /// <param name="value">A value of that field, as described by the catalog.</param>
    public static TuningCondition HasNot(string field, string value) => new(field, value, true);
}
