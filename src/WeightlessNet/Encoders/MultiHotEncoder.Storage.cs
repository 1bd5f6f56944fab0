using WeightlessNet.Storage;

namespace WeightlessNet.Encoders;

public sealed partial class MultiHotEncoder : ISnapshot<MultiHotEncoder>
{
    static SnapshotKind ISnapshot<MultiHotEncoder>.Kind => SnapshotKind.MultiHotEncoder;

    // Shape: the number of words. Content: the words, text each, in ordinal order.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        writer.BeginObject(SnapshotKind.MultiHotEncoder, BitCount);
        _vocabulary.WriteTo(writer);
    }

    static MultiHotEncoder ISnapshot<MultiHotEncoder>.ReadContent(SnapshotReader reader, SnapshotObject head) =>
        new(Vocabulary.Read(reader, head.Shape(1)[0]));
}
