using WeightlessNet.Storage;

namespace WeightlessNet.Encoders;

public sealed partial class ThermometerEncoder : ISnapshot<ThermometerEncoder>
{
    static SnapshotKind ISnapshot<ThermometerEncoder>.Kind => SnapshotKind.ThermometerEncoder;

    // Shape: the number of thresholds. Content: the thresholds, f64 each.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        writer.BeginObject(SnapshotKind.ThermometerEncoder, BitCount);
        writer.Write(Thresholds);
    }

    static ThermometerEncoder ISnapshot<ThermometerEncoder>.ReadContent(SnapshotReader reader, SnapshotObject head) =>
        new(reader.ReadDoubles(head.Shape(1)[0]));
}
