using System.Buffers;
using WeightlessNet.Storage;

namespace WeightlessNet.Encoders;

public sealed partial class ThermometerEncoder : ISnapshot<ThermometerEncoder>, IStoredEncoder
{
    /// <inheritdoc/>
    public void Save(Stream stream) => SnapshotWriter.Save(stream, WriteTo);

    /// <inheritdoc/>
    public void Save(IBufferWriter<byte> destination) => SnapshotWriter.Save(destination, WriteTo);

    /// <inheritdoc/>
    public static ThermometerEncoder Load(Stream stream) => SnapshotReader.Load(stream, SnapshotKind.ThermometerEncoder, ReadContent);

    void IStoredEncoder.WriteTo(SnapshotWriter writer) => WriteTo(writer);

    // Shape: the number of thresholds. Content: the thresholds, f64 each.
    private void WriteTo(SnapshotWriter writer)
    {
        writer.BeginObject(SnapshotKind.ThermometerEncoder, BitCount);
        writer.Write(Thresholds);
    }

    internal static ThermometerEncoder ReadContent(SnapshotReader reader, SnapshotObject head) =>
        new(reader.ReadDoubles(head.Shape(1)[0]));
}
