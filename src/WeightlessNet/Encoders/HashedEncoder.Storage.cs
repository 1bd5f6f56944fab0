using WeightlessNet.Storage;

namespace WeightlessNet.Encoders;

public sealed partial class HashedEncoder : ISnapshot<HashedEncoder>
{
    static SnapshotKind ISnapshot<HashedEncoder>.Kind => SnapshotKind.HashedEncoder;

    // Shape: the number of bits, and of those that a word sets. Seed: that of the hash. There is no content.
    void ISnapshot.WriteTo(SnapshotWriter writer) => writer.BeginSeededObject(SnapshotKind.HashedEncoder, _seed, BitCount, _bitsPerWord);

    static HashedEncoder ISnapshot<HashedEncoder>.ReadContent(SnapshotReader reader, SnapshotObject head) =>
        new(head.SeededShape(2)[0], head.SeededShape(2)[1], head.Seed);
}
