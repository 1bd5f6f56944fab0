using System.Runtime.CompilerServices;
using WeightlessNet.Storage;

namespace WeightlessNet.Encoders;

/// <summary>
/// Defines the fields of a record and how each is encoded, then fits their encoders to examples or loads encoders fitted before.
/// </summary>
/// <typeparam name="T">The type of the records.</typeparam>
/// <remarks>Not safe for concurrent use. The schemas it creates are immutable.</remarks>
public sealed partial class FeatureSchemaBuilder<T>
{
    /// <summary>The default number of different words of a field.</summary>
    internal const int DefaultMaximumWords = 1 << 16;

    private readonly List<FieldPlan> _fields = [];

    /// <summary>Adds a field that holds any number of words: one bit for each of the most frequent words.</summary>
    /// <param name="name">The field's name.</param>
    /// <param name="words">Reads a record's words; null means none, and null and "" are no words.</param>
    /// <param name="maximumWords">
    /// The most words that get a bit, above 0; of equally frequent words the first in ordinal order. Rarer words set no bit, and the field
    /// of the fitted schema tells how many they are: <see cref="FeatureField.DroppedWords"/>.
    /// </param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximumWords"/> is not above 0.</exception>
    public FeatureSchemaBuilder<T> MultiHot(string name, Func<T, IEnumerable<string>?> words, int maximumWords = DefaultMaximumWords)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maximumWords);
        return Add(
            name, words, examples => new MultiHotEncoder(Vocabulary.MostFrequent(examples.SelectMany(e => words(e) ?? []), maximumWords)));
    }

    /// <summary>Adds a field that holds one word: one bit for each of the most frequent words.</summary>
    /// <param name="name">The field's name.</param>
    /// <param name="word">Reads a record's word; null and "" mean none.</param>
    /// <param name="maximumWords">
    /// The most words that get a bit, above 0; of equally frequent words the first in ordinal order. Rarer words set no bit, and the field
    /// of the fitted schema tells how many they are: <see cref="FeatureField.DroppedWords"/>.
    /// </param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximumWords"/> is not above 0.</exception>
    public FeatureSchemaBuilder<T> OneHot(string name, Func<T, string?> word, int maximumWords = DefaultMaximumWords)
    {
        ArgumentNullException.ThrowIfNull(word);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maximumWords);
        return Add(name, word, examples => new OneHotEncoder(Vocabulary.MostFrequent(examples.Select(word), maximumWords)));
    }

    /// <summary>Adds a field that is true or false: one bit for each, "yes" and "no".</summary>
    /// <param name="name">The field's name.</param>
    /// <param name="flag">Reads a record's flag; null means unknown and sets no bit.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public FeatureSchemaBuilder<T> Flag(string name, Func<T, bool?> flag)
    {
        ArgumentNullException.ThrowIfNull(flag);
        OneHotEncoder encoder = new([FieldLevel.NoText, FieldLevel.YesText]);
        return Add<string?>(
            name,
            record => flag(record) switch { true => FieldLevel.YesText, false => FieldLevel.NoText, null => null },
            _ => encoder,
            kind: FieldKind.Flag);
    }

    /// <summary>Adds a number, encoded as a thermometer over a fixed range.</summary>
    /// <remarks>
    /// If an example has no number, the field gets one more bit, the first, which every number sets: it tells a missing number from a low
    /// one. Otherwise a missing number is encoded as one below all thresholds: no bit is set.
    /// </remarks>
    /// <param name="name">The field's name.</param>
    /// <param name="number">Reads a record's number; null and NaN mean none and set no bit.</param>
    /// <param name="minimum">The lower end of the range.</param>
    /// <param name="maximum">The upper end of the range, above <paramref name="minimum"/>.</param>
    /// <param name="levels">The number of thresholds, 1 to 65,536.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The range is not finite or is empty, or <paramref name="levels"/> is not 1 to 65,536.
    /// </exception>
    [OverloadResolutionPriority(1)]
    public FeatureSchemaBuilder<T> LinearThermometer(string name, Func<T, double?> number, double minimum, double maximum, int levels)
    {
        ArgumentNullException.ThrowIfNull(number);
        ThermometerEncoder encoder = ThermometerEncoder.Linear(minimum, maximum, levels);
        return Add(
            name,
            record => number(record) ?? double.NaN,
            examples => examples.Any(e => double.IsNaN(number(e) ?? double.NaN)) ? encoder.WithKnownBit() : encoder);
    }

    /// <summary>Adds a number, encoded as a thermometer whose levels hold equally many examples, or equal weights of them.</summary>
    /// <remarks>
    /// See <see cref="ThermometerEncoder.Quantile"/>. If an example has no number, the field gets one more bit, the first, which every
    /// number sets: it tells a missing number from a low one. Otherwise a missing number is encoded as the lowest: no bit is set.
    /// </remarks>
    /// <param name="name">The field's name.</param>
    /// <param name="number">Reads a record's number; null and NaN mean none and set no bit.</param>
    /// <param name="levels">The number of thresholds, 1 to 65,536.</param>
    /// <param name="weight">Reads a record's weight, 0 or more, such as its popularity; null if all weigh the same.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="levels"/> is not 1 to 65,536.</exception>
    [OverloadResolutionPriority(1)]
    public FeatureSchemaBuilder<T> QuantileThermometer(string name, Func<T, double?> number, int levels, Func<T, double>? weight = null)
    {
        ArgumentNullException.ThrowIfNull(number);
        EncoderGuard.ThrowIfNoLevels(levels);
        return Add<double>(
            name,
            record => number(record) ?? double.NaN,
            examples =>
            {
                double[] numbers = [.. examples.Select(e => number(e) ?? double.NaN)];
                ThermometerEncoder encoder = Quantile(name, numbers, examples, levels, weight);
                return numbers.Any(double.IsNaN) ? encoder.WithKnownBit() : encoder;
            });
    }

    /// <summary>
    /// Adds a quantile thermometer that does not tell a missing number from the lowest one: for several fields that are missing together,
    /// such as the factors of an item, where one more bit in each would say the same.
    /// </summary>
    internal FeatureSchemaBuilder<T> QuantileLevels(string name, Func<T, double?> number, int levels, Func<T, double>? weight)
    {
        EncoderGuard.ThrowIfNoLevels(levels);
        return Add<double>(
            name,
            record => number(record) ?? double.NaN,
            examples => Quantile(name, [.. examples.Select(e => number(e) ?? double.NaN)], examples, levels, weight));
    }

    /// <summary>Adds a field with a given encoder, which is not fitted.</summary>
    /// <typeparam name="TValue">The type of the field's value.</typeparam>
    /// <param name="name">The field's name.</param>
    /// <param name="value">Reads a record's value.</param>
    /// <param name="encoder">The encoder of the value.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public FeatureSchemaBuilder<T> Field<TValue>(string name, Func<T, TValue> value, IEncoder<TValue> encoder)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(encoder);
        return Add(name, value, _ => encoder, encoder);
    }

    /// <summary>Fits every field to examples: the vocabularies of words and the levels of numbers.</summary>
    /// <param name="examples">The examples, in any order.</param>
    /// <returns>The schema.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="examples"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// An example is null, has an infinite number, or has a weight that is negative or not finite. The message names the field.
    /// </exception>
    /// <exception cref="InvalidOperationException">No field has been added.</exception>
    public FeatureSchema<T> Fit(IEnumerable<T> examples)
    {
        ArgumentNullException.ThrowIfNull(examples);
        ThrowIfEmpty();
        T[] all = [.. examples];
        if (Array.FindIndex(all, example => example is null) is int missing and >= 0)
        {
            throw new ArgumentException($"Example {missing} is null. Leave it out.", nameof(examples));
        }

        return new FeatureSchema<T>([.. _fields.Select(field => (field.Name, field.Fit(all)))]);
    }

    /// <summary>
    /// Loads a schema that was fitted and saved. Its encoders come from the snapshot; the functions that read a record's values, and
    /// custom encoders of the application, come from this builder.
    /// </summary>
    /// <param name="stream">The stream, which holds only the snapshot; it is read to the end and left open.</param>
    /// <returns>The schema; it writes the same bits as the saved one.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    /// <exception cref="InvalidDataException">
    /// The stream does not hold a complete snapshot of a schema, or the names, the order or the value types of its fields differ from this
    /// builder's.
    /// </exception>
    /// <exception cref="InvalidOperationException">No field has been added.</exception>
    /// <exception cref="IOException">The stream fails.</exception>
    public FeatureSchema<T> Load(Stream stream)
    {
        ThrowIfEmpty();
        return SnapshotReader.Load(stream, SnapshotKind.FeatureSchema, ReadContent);
    }

    /// <summary>Loads a schema and the model that were saved together.</summary>
    /// <typeparam name="TModel">The type of the model.</typeparam>
    /// <param name="stream">The stream, which holds only the snapshot; it is read to the end and left open.</param>
    /// <param name="model">The model; it answers records that the schema encodes.</param>
    /// <returns>The schema; it writes the same bits as the saved one.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    /// <exception cref="InvalidDataException">
    /// The stream does not hold a complete snapshot of a schema and a model of this type, or the names, the order or the value types of the
    /// schema's fields differ from this builder's.
    /// </exception>
    /// <exception cref="InvalidOperationException">No field has been added.</exception>
    /// <exception cref="NotSupportedException">The model's labels cannot be stored; see the documentation of its type.</exception>
    /// <exception cref="IOException">The stream fails.</exception>
    /// <seealso cref="FeatureSchema{T}.With"/>
    public FeatureSchema<T> Load<TModel>(Stream stream, out TModel model)
        where TModel : ISnapshot<TModel>
    {
        ThrowIfEmpty();
        (FeatureSchema<T> schema, model) = SnapshotReader.Load(stream, SnapshotKind.SchemaWithModel, (reader, head) =>
        {
            _ = head.Shape(0);
            FeatureSchema<T> schema = ReadContent(reader, reader.ReadObject(SnapshotKind.FeatureSchema));
            TModel model = reader.ReadObject<TModel>();
            return schema.Fits(model)
                ? (schema, model)
                : throw reader.Invalid($"the model does not read patterns of {schema.BitCount} bits");
        });
        return schema;
    }

    /// <summary>Reads a schema that is part of another object.</summary>
    /// <exception cref="InvalidDataException">The bytes are not valid, or the fields differ from this builder's.</exception>
    /// <exception cref="InvalidOperationException">No field has been added.</exception>
    internal FeatureSchema<T> Read(SnapshotReader reader)
    {
        ThrowIfEmpty();
        return ReadContent(reader, reader.ReadObject(SnapshotKind.FeatureSchema));
    }

    private FeatureSchema<T> ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        int[] shape = head.Shape(2);
        if (shape[1] != _fields.Count)
        {
            throw reader.Invalid($"the schema has {shape[1]} fields, the builder has {_fields.Count}");
        }

        List<(string Name, IFieldEncoder<T> Encoder)> fields = [];
        foreach (FieldPlan field in _fields)
        {
            string name = reader.ReadText();
            if (name != field.Name)
            {
                throw reader.Invalid($"field {fields.Count} is '{name}', but '{field.Name}' in the builder");
            }

            fields.Add((name, field.Read(reader)));
        }

        FeatureSchema<T> schema = new(fields);
        return schema.BitCount == shape[0]
            ? schema
            : throw reader.Invalid($"the fields have {schema.BitCount} bits, but the schema has {shape[0]}");
    }

    private FeatureSchemaBuilder<T> Add<TValue>(
        string name,
        Func<T, TValue> value,
        Func<IReadOnlyList<T>, IEncoder<TValue>> fit,
        IEncoder<TValue>? given = null,
        FieldKind? kind = null,
        Func<double, string>? levels = null,
        Func<IEncoder<TValue>, bool>? accepts = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (_fields.Exists(field => field.Name == name))
        {
            throw new ArgumentException($"There is already a field '{name}'. Give each its own name.", nameof(name));
        }

        _fields.Add(new FieldPlan(
            name,
            examples => new FieldEncoder<T, TValue>(value, fit(examples), kind, levels),
            reader =>
            {
                IEncoder<TValue> stored = EncoderStorage.Read(reader, given);
                return accepts?.Invoke(stored) ?? stored is not DateThermometer
                    ? new FieldEncoder<T, TValue>(value, stored, kind, levels)
                    : throw reader.Invalid($"field '{name}' has values of another kind, or other bounds");
            }));
        return this;
    }

    private static ThermometerEncoder Quantile(
        string name, double[] numbers, IReadOnlyList<T> examples, int levels, Func<T, double>? weight)
    {
        double[] weights = weight is null ? [] : [.. examples.Select(weight)];
        if (Array.FindIndex(numbers, double.IsInfinity) is int infinite and >= 0)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"Field '{name}' of example {infinite} is {numbers[infinite]}. ") +
                "It must be finite; null or NaN is for an unknown number.",
                nameof(examples));
        }

        if (Array.FindIndex(weights, one => !(one >= 0 && double.IsFinite(one))) is int bad and >= 0)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"The weight of example {bad} for field '{name}' is {weights[bad]}. ") +
                "It must be finite and 0 or more.",
                nameof(examples));
        }

        return ThermometerEncoder.Quantile(numbers, levels, weights);
    }

    private void ThrowIfEmpty()
    {
        if (_fields.Count == 0)
        {
            throw new InvalidOperationException("A schema needs at least one field, such as OneHot(\"genre\", film => film.Genre).");
        }
    }

    private sealed record FieldPlan(
        string Name, Func<IReadOnlyList<T>, IFieldEncoder<T>> Fit, Func<SnapshotReader, IFieldEncoder<T>> Read);
}
