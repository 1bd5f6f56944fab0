using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Collaborative;

public sealed partial class ImplicitFactorizationOptions
{
    // Factors, iterations, both compact; confidence, regularization, f64 each; where the lowest rating of a like is set 1, u8, and it, f32,
    // else 0, u8; threads, compact and signed. The seed stands in the head of the recommender.
    internal void WriteTo(SnapshotWriter writer)
    {
        writer.WriteCompact((ulong)Factors);
        writer.WriteCompact((ulong)Iterations);
        writer.Write(Confidence);
        writer.Write(Regularization);
        writer.WriteOptional(LikedFrom);
        writer.WriteCompactSigned(MaxDegreeOfParallelism);
    }

    internal static ImplicitFactorizationOptions Read(SnapshotReader reader, ulong seed) => new()
    {
        Factors = reader.ReadCompact(int.MaxValue),
        Iterations = reader.ReadCompact(int.MaxValue),
        Confidence = reader.ReadDouble(),
        Regularization = reader.ReadDouble(),
        LikedFrom = reader.ReadOptionalSingle(),
        MaxDegreeOfParallelism = checked((int)reader.ReadCompactSigned()),
        Seed = seed,
    };
}
