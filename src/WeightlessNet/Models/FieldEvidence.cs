namespace WeightlessNet.Models;

/// <summary>How much a field of a record speaks for a class.</summary>
public readonly struct FieldEvidence
{
    /// <summary>The number of units in a bit: an amount of this size doubles the odds of the class.</summary>
    public const int UnitsPerBit = 256 * 32;

    /// <summary>Creates the value.</summary>
    /// <param name="field">See <see cref="Field"/>.</param>
    /// <param name="values">See <see cref="Values"/>.</param>
    /// <param name="amount">See <see cref="Amount"/>.</param>
    public FieldEvidence(string field, IReadOnlyList<string> values, long amount)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(values);
        Field = field;
        Values = values;
        Amount = amount;
    }

    /// <summary>The name of the field.</summary>
    public string Field { get; }

    /// <summary>
    /// What the schema sees of the record's value, such as "Comedy", or for a number the highest level that it passes, such as
    /// "above 1994". Empty if the value is missing, unknown or below all levels.
    /// </summary>
    public IReadOnlyList<string> Values => field ?? [];

    /// <summary>
    /// What the field adds to the score, in units of 1 / <see cref="UnitsPerBit"/> bit; negative if it speaks against the class.
    /// </summary>
    public long Amount { get; }

    /// <summary>Writes the field, its values and the amount in bits, such as "genre Horror: +1.5".</summary>
    public override string ToString()
    {
        string values = Values.Count == 0 ? "(no value)" : string.Join(", ", Values);
        return FormattableString.Invariant($"{Field} {values}: {(double)Amount / UnitsPerBit:+0.0;-0.0;0.0}");
    }
}
