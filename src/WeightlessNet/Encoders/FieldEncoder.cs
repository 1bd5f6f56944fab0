using WeightlessNet.Bits;
using WeightlessNet.Storage;

namespace WeightlessNet.Encoders;

/// <summary>Reads one value of a record and encodes it.</summary>
internal sealed class FieldEncoder<T, TValue>(Func<T, TValue> value, IEncoder<TValue> encoder) : IFieldEncoder<T>
{
    public int BitCount => encoder.BitCount;

    public bool IsOrdered => encoder is ThermometerEncoder;

    public Vocabulary? Vocabulary => encoder switch
    {
        OneHotEncoder words => words.Vocabulary,
        MultiHotEncoder words => words.Vocabulary,
        _ => null,
    };

    public void Encode(T record, BitSlice destination) => encoder.Encode(value(record), destination);

    public string Describe(int bit) => encoder.Describe(bit);

    public void WriteTo(SnapshotWriter writer) => EncoderStorage.Write(writer, encoder);
}
