namespace WeightlessNet.Encoders;

/// <summary>What became of a field of records: its bits, the words that have none, and how many records lack a value.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class FieldDescription
{
    internal FieldDescription(
        string name, FieldKind kind, bool isOrdered, int missing, IReadOnlyList<ValueCount> values, IReadOnlyList<ValueCount> dropped)
    {
        Name = name;
        Kind = kind;
        IsOrdered = isOrdered;
        Missing = missing;
        Values = values;
        Dropped = dropped;
    }

    /// <summary>The field's name.</summary>
    public string Name { get; }

    /// <summary>What its values are.</summary>
    public FieldKind Kind { get; }

    /// <summary>Whether its bits are levels: a record that has one also has those before it.</summary>
    public bool IsOrdered { get; }

    /// <summary>The number of its bits.</summary>
    public int BitCount => Values.Count;

    /// <summary>The number of records without a value: null, NaN, "" or no words.</summary>
    public int Missing { get; }

    /// <summary>What each bit means and how many records have it, in the order of the bits. Of words, these are the kept ones.</summary>
    public IReadOnlyList<ValueCount> Values { get; }

    /// <summary>
    /// The words of the records that have no bit, the most frequent first: rare words beyond the maximum of the field, and words that came
    /// after the schema was fitted.
    /// </summary>
    public IReadOnlyList<ValueCount> Dropped { get; }

    /// <summary>The name, the kind and the number of bits.</summary>
    public override string ToString() => FormattableString.Invariant($"{Name}: {Kind}, {BitCount} bits");
}
