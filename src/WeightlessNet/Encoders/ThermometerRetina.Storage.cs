using WeightlessNet.Storage;

namespace WeightlessNet.Encoders;

public sealed partial class ThermometerRetina : ISnapshot<ThermometerRetina>
{
    static SnapshotKind ISnapshot<ThermometerRetina>.Kind => SnapshotKind.ThermometerRetina;

    // Shape: features, levels per feature. Content: the thresholds of feature 0, of feature 1 ..., f64 each.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        writer.BeginObject(SnapshotKind.ThermometerRetina, FeatureCount, Levels);
        writer.Write(Thresholds);
    }

    static ThermometerRetina ISnapshot<ThermometerRetina>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        int[] shape = head.Shape(2);
        return new ThermometerRetina(shape[0], reader.ReadDoubles((long)shape[0] * shape[1]));
    }
}
