using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders;

public sealed partial record WeightlessRankingOptions
{
    // Nodes, inputs of a node, compact each; shrinkage of cells, f64; where the gain is set 1, u8, and it, f64, else 0, u8; the lowest
    // rating of a like; the most users kept ready, compact. The seed stands in the head of the recommender.
    internal void WriteTo(SnapshotWriter writer)
    {
        writer.WriteCompact((ulong)Nodes);
        writer.WriteCompact((ulong)InputsPerNode);
        writer.Write(CellShrinkage);
        writer.Write((byte)(Gain is null ? 0 : 1));
        if (Gain is double gain)
        {
            writer.Write(gain);
        }

        writer.WriteOptional(LikedFrom);
        writer.WriteCompact((ulong)MaximumHotUsers);
    }

    internal static WeightlessRankingOptions Read(SnapshotReader reader, ulong seed) => new()
    {
        Nodes = reader.ReadCompact(int.MaxValue),
        InputsPerNode = reader.ReadCompact(int.MaxValue),
        CellShrinkage = reader.ReadDouble(),
        Gain = reader.ReadBoolean() ? reader.ReadDouble() : null,
        LikedFrom = reader.ReadOptionalSingle(),
        MaximumHotUsers = reader.ReadCompact(int.MaxValue),
        Seed = seed,
    };
}
