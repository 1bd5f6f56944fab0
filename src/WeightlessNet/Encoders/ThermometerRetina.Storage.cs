using WeightlessNet.Storage;

namespace WeightlessNet.Encoders;

public sealed partial class ThermometerRetina : ISnapshot<ThermometerRetina>
{
    static SnapshotKind ISnapshot<ThermometerRetina>.Kind => SnapshotKind.ThermometerRetina;

    // Shape: features, levels per feature; of images with edges: width, height, levels per thermometer. Content: the thresholds of
    // thermometer 0, of thermometer 1 ..., f64 each.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        if (HasEdges)
        {
            writer.BeginObject(SnapshotKind.ThermometerRetina, ImageWidth, FeatureCount / ImageWidth, Levels);
        }
        else
        {
            writer.BeginObject(SnapshotKind.ThermometerRetina, FeatureCount, Levels);
        }

        writer.Write(Thresholds);
    }

    static ThermometerRetina ISnapshot<ThermometerRetina>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        if (head.ShapeLength != 3)
        {
            int[] shape = head.Shape(2);
            return new ThermometerRetina(shape[0], reader.ReadDoubles((long)shape[0] * shape[1]));
        }

        int[] image = head.Shape(3);
        long pixels = (long)image[0] * image[1];
        return pixels is > 0 and <= MaximumFeatures / ThermometersOfPixel && image[2] is > 0 and <= MaximumLevels
            ? WithEdges(image[0], image[1], reader.ReadDoubles(pixels * ThermometersOfPixel * image[2]))
            : throw reader.Invalid($"images of {image[0]} by {image[1]} pixels with {image[2]} levels are not possible");
    }
}
