namespace WeightlessNet.Encoders;

/// <summary>What became of the fields of records. <see cref="ToString"/> prints it as a table.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
/// <seealso cref="FeatureSchema{T}.Describe(IEnumerable{T})"/>
public sealed class SchemaDescription
{
    internal SchemaDescription(int recordCount, IReadOnlyList<FieldDescription> fields)
    {
        RecordCount = recordCount;
        Fields = fields;
    }

    /// <summary>The number of records that were counted.</summary>
    public int RecordCount { get; }

    /// <summary>The number of bits of a record.</summary>
    public int BitCount => Fields.Sum(static one => one.BitCount);

    /// <summary>The fields, in the order of their bits.</summary>
    public IReadOnlyList<FieldDescription> Fields { get; }

    /// <summary>A field by its name.</summary>
    /// <param name="name">The field's name.</param>
    /// <exception cref="KeyNotFoundException">There is no such field.</exception>
    public FieldDescription this[string name] => Fields.FirstOrDefault(one => one.Name == name)
        ?? throw new KeyNotFoundException(
            $"There is no field '{name}'. The fields are: {string.Join(", ", Fields.Select(static one => one.Name))}.");

    /// <summary>
    /// A table of at most 80 columns: per field the kind, the number of bits, of records without a value, and of words without a bit, then
    /// the most frequent words or the first and last level. Lines are separated by line feeds.
    /// </summary>
    public override string ToString() => SchemaTable.Write(this);
}
