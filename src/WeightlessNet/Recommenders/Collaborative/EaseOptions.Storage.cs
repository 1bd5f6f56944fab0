using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Collaborative;

public sealed partial class EaseOptions
{
    // Regularization, f64; most items, compact; where the lowest rating of a like is set 1, u8, and it, f32, else 0, u8; threads, compact
    // and signed.
    internal void WriteTo(SnapshotWriter writer)
    {
        writer.Write(Regularization);
        writer.WriteCompact((ulong)MaximumItems);
        writer.WriteOptional(LikedFrom);
        writer.WriteCompactSigned(MaxDegreeOfParallelism);
    }

    internal static EaseOptions Read(SnapshotReader reader) => new()
    {
        Regularization = reader.ReadDouble(),
        MaximumItems = reader.ReadCompact(int.MaxValue),
        LikedFrom = reader.ReadOptionalSingle(),
        MaxDegreeOfParallelism = checked((int)reader.ReadCompactSigned()),
    };
}
