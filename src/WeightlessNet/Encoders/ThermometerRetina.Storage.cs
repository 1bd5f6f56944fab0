using System.Buffers;
using WeightlessNet.Storage;

namespace WeightlessNet.Encoders;

public sealed partial class ThermometerRetina : ISnapshot<ThermometerRetina>
{
    /// <inheritdoc/>
    public void Save(Stream stream) => SnapshotWriter.Save(stream, WriteTo);

    /// <inheritdoc/>
    public void Save(IBufferWriter<byte> destination) => SnapshotWriter.Save(destination, WriteTo);

    /// <inheritdoc/>
    public static ThermometerRetina Load(Stream stream) => SnapshotReader.Load(stream, SnapshotKind.ThermometerRetina, ReadContent);

    // Shape: features, levels of each. Content: the thresholds of feature 0, of feature 1 ..., f64 each.
    internal void WriteTo(SnapshotWriter writer)
    {
        writer.BeginObject(SnapshotKind.ThermometerRetina, FeatureCount, Levels);
        writer.Write(Thresholds);
    }

    internal static ThermometerRetina ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        int[] shape = head.Shape(2);
        return new ThermometerRetina(shape[0], reader.ReadDoubles((long)shape[0] * shape[1]));
    }
}
