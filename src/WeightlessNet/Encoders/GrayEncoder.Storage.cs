using System.Buffers;
using WeightlessNet.Storage;

namespace WeightlessNet.Encoders;

public sealed partial class GrayEncoder : ISnapshot<GrayEncoder>, IStoredEncoder
{
    /// <inheritdoc/>
    public void Save(Stream stream) => SnapshotWriter.Save(stream, WriteTo);

    /// <inheritdoc/>
    public void Save(IBufferWriter<byte> destination) => SnapshotWriter.Save(destination, WriteTo);

    /// <inheritdoc/>
    public static GrayEncoder Load(Stream stream) => SnapshotReader.Load(stream, SnapshotKind.GrayEncoder, ReadContent);

    void IStoredEncoder.WriteTo(SnapshotWriter writer) => WriteTo(writer);

    // Shape: the number of bits. Content: the ends of the range, f64 each.
    private void WriteTo(SnapshotWriter writer)
    {
        writer.BeginObject(SnapshotKind.GrayEncoder, BitCount);
        writer.Write(_minimum);
        writer.Write(_maximum);
    }

    internal static GrayEncoder ReadContent(SnapshotReader reader, SnapshotObject head) =>
        new(reader.ReadDouble(), reader.ReadDouble(), head.Shape(1)[0]);
}
