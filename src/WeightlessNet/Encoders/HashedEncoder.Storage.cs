using WeightlessNet.Storage;

namespace WeightlessNet.Encoders;

public sealed partial class HashedEncoder : ISnapshot<HashedEncoder>
{
    static SnapshotKind ISnapshot<HashedEncoder>.Kind => SnapshotKind.HashedEncoder;

    // Seed: of the hash. Shape: bits, bits set per word. No content.
    void ISnapshot.WriteTo(SnapshotWriter writer) => writer.BeginSeededObject(SnapshotKind.HashedEncoder, _seed, BitCount, _bitsPerWord);

    static HashedEncoder ISnapshot<HashedEncoder>.ReadContent(SnapshotReader reader, SnapshotObject head) =>
        new(head.SeededShape(2)[0], head.SeededShape(2)[1], head.Seed);
}
