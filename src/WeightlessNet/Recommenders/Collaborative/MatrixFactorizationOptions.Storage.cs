using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Collaborative;

public sealed partial class MatrixFactorizationOptions
{
    // Factors, iterations, refreshes for each rating, compact; prior deviation, scatter of items, retention of drift, f64 each. The seed
    // stands in the head of the recommender.
    internal void WriteTo(SnapshotWriter writer)
    {
        writer.WriteCompact((ulong)Factors);
        writer.WriteCompact((ulong)Iterations);
        writer.WriteCompact((ulong)RefreshesPerRating);
        writer.Write(PriorDeviation);
        writer.Write(ItemScatter);
        writer.Write(DriftRetention);
    }

    internal static MatrixFactorizationOptions Read(SnapshotReader reader, ulong seed) => new()
    {
        Factors = reader.ReadCompact(int.MaxValue),
        Iterations = reader.ReadCompact(int.MaxValue),
        RefreshesPerRating = reader.ReadCompact(int.MaxValue),
        PriorDeviation = reader.ReadDouble(),
        ItemScatter = reader.ReadDouble(),
        DriftRetention = reader.ReadDouble(),
        Seed = seed,
    };
}
