using System.Buffers;
using WeightlessNet.Storage;

namespace WeightlessNet.Encoders;

public sealed partial class CircularThermometerEncoder : ISnapshot<CircularThermometerEncoder>, IStoredEncoder
{
    /// <inheritdoc/>
    public void Save(Stream stream) => SnapshotWriter.Save(stream, WriteTo);

    /// <inheritdoc/>
    public void Save(IBufferWriter<byte> destination) => SnapshotWriter.Save(destination, WriteTo);

    /// <inheritdoc/>
    public static CircularThermometerEncoder Load(Stream stream) =>
        SnapshotReader.Load(stream, SnapshotKind.CircularThermometerEncoder, ReadContent);

    void IStoredEncoder.WriteTo(SnapshotWriter writer) => WriteTo(writer);

    // Shape: the number of bits. Content: the origin and the period, f64 each.
    private void WriteTo(SnapshotWriter writer)
    {
        writer.BeginObject(SnapshotKind.CircularThermometerEncoder, BitCount);
        writer.Write(_origin);
        writer.Write(_period);
    }

    internal static CircularThermometerEncoder ReadContent(SnapshotReader reader, SnapshotObject head) =>
        new(reader.ReadDouble(), reader.ReadDouble(), head.Shape(1)[0]);
}
