using WeightlessNet.Bits;
using WeightlessNet.Storage;

namespace WeightlessNet.Encoders;

/// <summary>Reads one value of a record and encodes it.</summary>
/// <param name="value">Reads the value.</param>
/// <param name="encoder">Encodes it.</param>
/// <param name="kind">What the values are; null if the encoder tells.</param>
/// <param name="levels">Describes a threshold of a thermometer; null for "above" and the number.</param>
internal sealed class FieldEncoder<T, TValue>(
    Func<T, TValue> value, IEncoder<TValue> encoder, FieldKind? kind, Func<double, string>? levels) : IFieldEncoder<T>
{
    public int BitCount => encoder.BitCount;

    public FieldKind Kind => kind ?? encoder switch
    {
        OneHotEncoder => FieldKind.Word,
        MultiHotEncoder => FieldKind.Words,
        ThermometerEncoder => FieldKind.Number,
        DateThermometer => FieldKind.Date,
        _ => FieldKind.Custom,
    };

    public bool IsOrdered => encoder is ThermometerEncoder or DateThermometer;

    public Vocabulary? Vocabulary => encoder switch
    {
        OneHotEncoder words => words.Vocabulary,
        MultiHotEncoder words => words.Vocabulary,
        _ => null,
    };

    public void Encode(T record, BitSlice destination) => encoder.Encode(value(record), destination);

    public bool IsMissing(T record) => value(record) switch
    {
        null => true,
        double number => double.IsNaN(number),
        string word => word.Length == 0,
        IEnumerable<string?> words => words.All(string.IsNullOrEmpty),
        _ => false,
    };

    public IEnumerable<string> WordsWithoutBit(T record) =>
        Vocabulary is { } vocabulary ? Words(record).Where(word => !vocabulary.TryGetBit(word, out _)) : [];

    public double KnownShare(T record)
    {
        if (encoder is DateThermometer dates && value(record) is double date)
        {
            return dates.Reaches(date) ? 1 : 0;
        }

        (int all, int unknown) = (0, 0);
        if (Vocabulary is { } vocabulary)
        {
            foreach (string word in Words(record))
            {
                all++;
                unknown += vocabulary.TryGetBit(word, out _) ? 0 : 1;
            }
        }

        return all == 0 ? 1 : (double)(all - unknown) / all;
    }

    public string Describe(int bit) => levels is not null && encoder is ThermometerEncoder thermometer
        ? thermometer.Describe(bit, levels)
        : encoder.Describe(bit);

    public void WriteTo(SnapshotWriter writer) => EncoderStorage.Write(writer, encoder);

    public double NumberOf(T record) => IsOrdered && value(record) is double number ? number : double.NaN;

    public double ThresholdOf(string level) => IsOrdered && level == ThermometerEncoder.Known
        ? double.MinValue
        : LevelOf(level) switch
        {
            { Above: double above } => above,
            { AtLeast: double least } => Math.BitDecrement(least),
            { After: DateTime after } when encoder is DateThermometer dates => dates.NumberOf(after),
            _ => double.NaN,
        };

    public FieldLevel? LevelOf(string text) => encoder switch
    {
        ThermometerEncoder => FieldLevel.OfNumber(text),
        DateThermometer => FieldLevel.OfDate(text),
        OneHotEncoder when kind == FieldKind.Flag => FieldLevel.OfFlag(text),
        _ => null,
    };

    public IEnumerable<string> Words(T record)
    {
        if (Vocabulary is null)
        {
            return [];
        }

        IEnumerable<string?> words = value(record) switch
        {
            string word => [word],
            TextForms text => text.Composed,
            IEnumerable<string?> many => many,
            _ => [],
        };
        return words.OfType<string>().Where(static word => word.Length > 0);
    }
}
