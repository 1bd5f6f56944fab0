using System.Buffers;
using WeightlessNet.Storage;

namespace WeightlessNet.Encoders;

public sealed partial class OneHotEncoder : ISnapshot<OneHotEncoder>, IStoredEncoder
{
    /// <inheritdoc/>
    public void Save(Stream stream) => SnapshotWriter.Save(stream, WriteTo);

    /// <inheritdoc/>
    public void Save(IBufferWriter<byte> destination) => SnapshotWriter.Save(destination, WriteTo);

    /// <inheritdoc/>
    public static OneHotEncoder Load(Stream stream) => SnapshotReader.Load(stream, SnapshotKind.OneHotEncoder, ReadContent);

    void IStoredEncoder.WriteTo(SnapshotWriter writer) => WriteTo(writer);

    // Shape: the number of words. Content: the words, in ordinal order.
    private void WriteTo(SnapshotWriter writer)
    {
        writer.BeginObject(SnapshotKind.OneHotEncoder, BitCount);
        _vocabulary.WriteTo(writer);
    }

    internal static OneHotEncoder ReadContent(SnapshotReader reader, SnapshotObject head) =>
        new(Vocabulary.Read(reader, head.Shape(1)[0]));
}
