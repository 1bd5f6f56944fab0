using WeightlessNet.Bits;
using WeightlessNet.Storage;

namespace WeightlessNet.Encoders;

/// <summary>Encodes records as patterns, field by field, and knows which bit belongs to which field.</summary>
/// <typeparam name="T">The type of the records.</typeparam>
/// <remarks>
/// <para>
/// Created by <see cref="FeatureSchemaBuilder{T}"/>. Immutable; thread-safe if the functions that read a record's values are.
/// </para>
/// <para>
/// A snapshot stores neither the functions that read a record's values nor an application's own encoders: load it with the builder that
/// made it, <see cref="FeatureSchemaBuilder{T}.Load"/>.
/// </para>
/// </remarks>
public sealed partial class FeatureSchema<T>
{
    private readonly IFieldEncoder<T>[] _encoders;
    private readonly FeatureField[] _fields;

    internal FeatureSchema(IReadOnlyList<(string Name, IFieldEncoder<T> Encoder)> fields)
    {
        _encoders = new IFieldEncoder<T>[fields.Count];
        _fields = new FeatureField[fields.Count];
        for (int i = 0; i < fields.Count; i++)
        {
            (string name, IFieldEncoder<T> encoder) = fields[i];
            _encoders[i] = encoder;
            _fields[i] = new FeatureField(name, BitCount, encoder.BitCount)
            {
                IsOrdered = encoder.IsOrdered,
                DroppedWords = encoder.Vocabulary?.DroppedWords ?? 0,
                DroppedOccurrences = encoder.Vocabulary?.DroppedOccurrences ?? 0,
            };
            if (encoder.BitCount > int.MaxValue - BitCount)
            {
                throw new ArgumentException($"With field '{name}', a record would have more than {int.MaxValue} bits.", nameof(fields));
            }

            BitCount += encoder.BitCount;
        }
    }

    /// <summary>The number of bits of an encoded record.</summary>
    public int BitCount { get; }

    /// <summary>The fields, in the order of their bits.</summary>
    public IReadOnlyList<FeatureField> Fields => _fields;

    /// <summary>Writes a record's bits.</summary>
    /// <param name="record">The record.</param>
    /// <param name="destination">
    /// The pattern: exactly as many words as hold <see cref="BitCount"/> bits. Unused bits of the last word are cleared.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="record"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has another length.</exception>
    public void Encode(T record, Span<ulong> destination)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (destination.Length != BitSlice.WordCount(BitCount))
        {
            throw new ArgumentException(
                $"A pattern of {BitCount} bits has {BitSlice.WordCount(BitCount)} words, but the destination has {destination.Length}.",
                nameof(destination));
        }

        destination.Clear();
        for (int i = 0; i < _encoders.Length; i++)
        {
            _encoders[i].Encode(record, new BitSlice(destination, _fields[i].Offset, _fields[i].BitCount));
        }
    }

    /// <summary>
    /// The schema together with a model of its patterns, to be saved as one snapshot: <c>schema.With(classifier).Save(path)</c>. Load both
    /// with <see cref="FeatureSchemaBuilder{T}.Load{TModel}"/>.
    /// </summary>
    /// <param name="model">A classifier, regression or clusterer whose layer reads patterns of this schema.</param>
    /// <returns>What is saved: the model as it is when it is saved, not a copy.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="model"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="model"/> does not read patterns of this schema.</exception>
    public ISnapshot With(ISnapshot model)
    {
        ArgumentNullException.ThrowIfNull(model);
        ThrowIfUnfit(model, nameof(model));
        return new SchemaWithModel(this, model);
    }

    /// <summary>
    /// How much of a record the examples had, 0 to 1: halved for each field of which they had nothing, and less so where they had a part.
    /// </summary>
    internal double KnownShare(T record)
    {
        ArgumentNullException.ThrowIfNull(record);
        double share = 1;
        foreach (IFieldEncoder<T> encoder in _encoders)
        {
            share *= (1 + encoder.KnownShare(record)) / 2;
        }

        return share;
    }

    /// <summary>How a field is encoded; null if there is no such field.</summary>
    internal IFieldEncoder<T>? EncoderOf(string field) =>
        Array.FindIndex(_fields, one => one.Name == field) is int index and >= 0 ? _encoders[index] : null;

    /// <summary>Whether a model reads patterns of this schema.</summary>
    internal bool Fits(ISnapshot model) => model is IPatternModel reader && reader.PatternBits == BitCount && BitCount > 0;

    /// <summary>Throws if a model does not read patterns of this schema, and says why.</summary>
    internal void ThrowIfUnfit(ISnapshot model, string parameter)
    {
        if (Fits(model))
        {
            return;
        }

        const string Remedy = "Make its layer with InputLayer.ForSchema and this schema.";
        throw new ArgumentException(
            (model as IPatternModel)?.PatternBits switch
            {
                _ when BitCount == 0 => "The schema has no bits, as no example had a value. Fit it to examples with values.",
                null => $"The {model.GetType()} does not read patterns of a schema. Pass a classifier, regression or clusterer that does.",
                0 => "The model reads rows of numbers or images, whose bits are not the fields of a schema, even if they are as many. "
                    + Remedy,
                int bits => $"The schema writes patterns of {BitCount} bits, but the model does not read these: it reads {bits}. {Remedy}",
            },
            parameter);
    }

    /// <summary>Describes in words what a set bit means, such as "Comedy" or "above 1994".</summary>
    /// <param name="bit">The position of the bit in the pattern.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bit"/> is not 0 to <see cref="BitCount"/> - 1.</exception>
    public string Describe(int bit)
    {
        EncoderGuard.ThrowIfNotABit(bit, BitCount);
        int field = Array.FindLastIndex(_fields, f => f.Offset <= bit && f.BitCount > 0);
        return _encoders[field].Describe(bit - _fields[field].Offset);
    }
}
