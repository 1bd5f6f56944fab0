using WeightlessNet.Storage;

namespace WeightlessNet.Encoders;

public sealed partial class GrayEncoder : ISnapshot<GrayEncoder>
{
    static SnapshotKind ISnapshot<GrayEncoder>.Kind => SnapshotKind.GrayEncoder;

    // Shape: the number of bits. Content: minimum and maximum of the range, f64 each.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        writer.BeginObject(SnapshotKind.GrayEncoder, BitCount);
        writer.Write(_minimum);
        writer.Write(_maximum);
    }

    static GrayEncoder ISnapshot<GrayEncoder>.ReadContent(SnapshotReader reader, SnapshotObject head) =>
        new(reader.ReadDouble(), reader.ReadDouble(), head.Shape(1)[0]);
}
