using WeightlessNet.Storage;

namespace WeightlessNet.Encoders;

/// <summary>Writes and reads encoders whose type the snapshot tells.</summary>
internal static class EncoderStorage
{
    /// <summary>Writes an encoder; of one that an application has made itself, no more than how many bits it has.</summary>
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
    /// <param name="given">The encoder that stands where the snapshot says that it was an application's own.</param>
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
            _ => null,
        };
        return encoder as IEncoder<TValue> ?? throw reader.Invalid($"the field's {head.Kind} is not the encoder that the field asks for");
    }

    private static IEncoder<TValue>? Matching<TValue>(int bitCount, IEncoder<TValue>? given) =>
        given is not ISnapshot && given?.BitCount == bitCount ? given : null;
}
