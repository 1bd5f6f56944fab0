using WeightlessNet.Storage;

namespace WeightlessNet.Encoders;

public sealed partial class OneHotEncoder : ISnapshot<OneHotEncoder>
{
    static SnapshotKind ISnapshot<OneHotEncoder>.Kind => SnapshotKind.OneHotEncoder;

    // Shape: the number of words. Content: the words, text each, in ordinal order.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        writer.BeginObject(SnapshotKind.OneHotEncoder, BitCount);
        _vocabulary.WriteTo(writer);
    }

    static OneHotEncoder ISnapshot<OneHotEncoder>.ReadContent(SnapshotReader reader, SnapshotObject head) =>
        new(Vocabulary.Read(reader, head.Shape(1)[0]));
}
