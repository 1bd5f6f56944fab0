using WeightlessNet.Storage;

namespace WeightlessNet.Encoders;

/// <summary>Writes and reads encoders; the snapshot names their type.</summary>
internal static class EncoderStorage
{
    /// <summary>Writes an encoder. Of an application's own encoder, only the number of bits is written.</summary>
    public static void Write<TValue>(SnapshotWriter writer, IEncoder<TValue> encoder)
    {
        if (encoder is ISnapshot stored)
        {
            writer.WriteObject(stored);
        }
        else
        {
            writer.BeginObject(SnapshotKind.ApplicationEncoder, encoder.BitCount);
        }
    }

    /// <summary>Reads an encoder of values of a type.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="given">The application's own encoder, used if the snapshot does not hold a built-in one.</param>
    public static IEncoder<TValue> Read<TValue>(SnapshotReader reader, IEncoder<TValue>? given = null)
    {
        SnapshotObject head = reader.ReadObject();
        object? encoder = head.Kind switch
        {
            SnapshotKind.ApplicationEncoder => Matching(head.Shape(1)[0], given),
            SnapshotKind.ThermometerEncoder => reader.ReadContent<ThermometerEncoder>(head),
            SnapshotKind.CircularThermometerEncoder => reader.ReadContent<CircularThermometerEncoder>(head),
            SnapshotKind.GrayEncoder => reader.ReadContent<GrayEncoder>(head),
            SnapshotKind.OneHotEncoder => reader.ReadContent<OneHotEncoder>(head),
            SnapshotKind.MultiHotEncoder => reader.ReadContent<MultiHotEncoder>(head),
            SnapshotKind.HashedEncoder => reader.ReadContent<HashedEncoder>(head),
            SnapshotKind.DateThermometer => reader.ReadContent<DateThermometer>(head),
            _ => null,
        };
        return encoder as IEncoder<TValue> ?? throw reader.Invalid($"a {head.Kind} is not an encoder of the field's type");
    }

    private static IEncoder<TValue>? Matching<TValue>(int bitCount, IEncoder<TValue>? given) =>
        given is not ISnapshot && given?.BitCount == bitCount ? given : null;
}
