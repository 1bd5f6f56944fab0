using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders;

public readonly partial record struct RatingScale
{
    // The lowest rating, the highest, the step, f32 each.
    internal void WriteTo(SnapshotWriter writer)
    {
        writer.Write(Minimum);
        writer.Write(Maximum);
        writer.Write(Step);
    }

    internal static RatingScale Read(SnapshotReader reader) => new(reader.ReadSingle(), reader.ReadSingle(), reader.ReadSingle());
}
