using System.Buffers;
using WeightlessNet.Storage;

namespace WeightlessNet.Encoders;

public sealed partial class MultiHotEncoder : ISnapshot<MultiHotEncoder>, IStoredEncoder
{
    /// <inheritdoc/>
    public void Save(Stream stream) => SnapshotWriter.Save(stream, WriteTo);

    /// <inheritdoc/>
    public void Save(IBufferWriter<byte> destination) => SnapshotWriter.Save(destination, WriteTo);

    /// <inheritdoc/>
    public static MultiHotEncoder Load(Stream stream) => SnapshotReader.Load(stream, SnapshotKind.MultiHotEncoder, ReadContent);

    void IStoredEncoder.WriteTo(SnapshotWriter writer) => WriteTo(writer);

    // Shape: the number of words. Content: the words, in ordinal order.
    private void WriteTo(SnapshotWriter writer)
    {
        writer.BeginObject(SnapshotKind.MultiHotEncoder, BitCount);
        _vocabulary.WriteTo(writer);
    }

    internal static MultiHotEncoder ReadContent(SnapshotReader reader, SnapshotObject head) =>
        new(Vocabulary.Read(reader, head.Shape(1)[0]));
}
