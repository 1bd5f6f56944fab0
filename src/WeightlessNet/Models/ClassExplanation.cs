namespace WeightlessNet.Models;

/// <summary>Why a classifier gives a class to a record: what each field adds to the class's log-odds. Immutable.</summary>
/// <typeparam name="TLabel">The type of the labels.</typeparam>
public sealed class ClassExplanation<TLabel>
    where TLabel : notnull
{
    internal ClassExplanation(TLabel label, double probability, long score, long basis, IReadOnlyList<FieldEvidence> fields)
    {
        Label = label;
        Probability = probability;
        Score = score;
        Base = basis;
        Fields = fields;
    }

    /// <summary>The class.</summary>
    public TLabel Label { get; }

    /// <summary>The probability of the class, 0 to 1, as <see cref="WisardClassifier{TLabel}.Probabilities"/> writes it.</summary>
    public double Probability { get; }

    /// <summary>
    /// The binary logarithm of the odds of the class, that is of its probability against that of all others, in units of
    /// 1 / <see cref="FieldEvidence.UnitsPerBit"/> bit and from -64 to 64 bits. It is exactly <see cref="Base"/> plus the amounts of
    /// all fields.
    /// </summary>
    public long Score { get; }

    /// <summary>The score of the class for usual records, which the fields change to that of this one.</summary>
    public long Base { get; }

    /// <summary>All fields of the schema, the one that speaks most for the class first.</summary>
    public IReadOnlyList<FieldEvidence> Fields { get; }

    /// <summary>
    /// The class, its probability and all fields, such as "thriller (probability 0.93): genre Crime: +1.5; year (no value): -0.2"; the same
    /// in every culture.
    /// </summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Label} (probability {Probability:0.00}): {string.Join("; ", Fields)}");
}
