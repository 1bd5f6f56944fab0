using System.Buffers;
using WeightlessNet.Storage;

namespace WeightlessNet.Encoders;

public sealed partial class HashedEncoder : ISnapshot<HashedEncoder>, IStoredEncoder
{
    /// <inheritdoc/>
    public void Save(Stream stream) => SnapshotWriter.Save(stream, WriteTo);

    /// <inheritdoc/>
    public void Save(IBufferWriter<byte> destination) => SnapshotWriter.Save(destination, WriteTo);

    /// <inheritdoc/>
    public static HashedEncoder Load(Stream stream) => SnapshotReader.Load(stream, SnapshotKind.HashedEncoder, ReadContent);

    void IStoredEncoder.WriteTo(SnapshotWriter writer) => WriteTo(writer);

    // Shape: the number of bits, and of those that a word sets. Seed: that of the hash. There is no content.
    private void WriteTo(SnapshotWriter writer) => writer.BeginSeededObject(SnapshotKind.HashedEncoder, _seed, BitCount, _bitsPerWord);

    internal static HashedEncoder ReadContent(SnapshotReader reader, SnapshotObject head) =>
        new(head.SeededShape(2)[0], head.SeededShape(2)[1], head.Seed);
}
