using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Collaborative;

public sealed partial class NeighborOptions
{
    // Neighbors, compact; shrinkage of similarities, of predictions, f64 each.
    internal void WriteTo(SnapshotWriter writer)
    {
        writer.WriteCompact((ulong)Neighbors);
        writer.Write(SimilarityShrinkage);
        writer.Write(PredictionShrinkage);
    }

    internal static NeighborOptions Read(SnapshotReader reader) => new()
    {
        Neighbors = reader.ReadCompact(int.MaxValue),
        SimilarityShrinkage = reader.ReadDouble(),
        PredictionShrinkage = reader.ReadDouble(),
    };
}
