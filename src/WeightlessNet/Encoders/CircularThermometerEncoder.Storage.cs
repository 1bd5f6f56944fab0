using WeightlessNet.Storage;

namespace WeightlessNet.Encoders;

public sealed partial class CircularThermometerEncoder : ISnapshot<CircularThermometerEncoder>
{
    static SnapshotKind ISnapshot<CircularThermometerEncoder>.Kind => SnapshotKind.CircularThermometerEncoder;

    // Shape: the number of bits. Content: origin and period, f64 each.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        writer.BeginObject(SnapshotKind.CircularThermometerEncoder, BitCount);
        writer.Write(_origin);
        writer.Write(_period);
    }

    static CircularThermometerEncoder ISnapshot<CircularThermometerEncoder>.ReadContent(SnapshotReader reader, SnapshotObject head) =>
        new(reader.ReadDouble(), reader.ReadDouble(), head.Shape(1)[0]);
}
