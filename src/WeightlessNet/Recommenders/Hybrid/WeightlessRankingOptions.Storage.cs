using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Hybrid;

public sealed partial class WeightlessRankingOptions
{
    private const byte HasGain = 1;
    private const byte HasAudience = 2;

    // Nodes, inputs of a node, compact each; shrinkage of cells, f64; u8, the sum of 1 where the gain is set and 2 where the factors of
    // the audience are not 0; the gain, f64; the factors, compact, 0 where they are not set; the lowest rating of a like; the most users
    // kept ready, compact. The seed stands in the head of the recommender.
    internal void WriteTo(SnapshotWriter writer)
    {
        writer.WriteCompact((ulong)Nodes);
        writer.WriteCompact((ulong)TupleSize);
        writer.Write(CellShrinkage);
        writer.Write((byte)((Gain is null ? 0 : HasGain) + (AudienceFactors == 0 ? 0 : HasAudience)));
        if (Gain is double gain)
        {
            writer.Write(gain);
        }

        if (AudienceFactors != 0)
        {
            writer.WriteCompact((ulong)(AudienceFactors ?? 0));
        }

        writer.WriteOptional(LikedFrom);
        writer.WriteCompact((ulong)MaximumHotUsers);
    }

    internal static WeightlessRankingOptions Read(SnapshotReader reader, ulong seed)
    {
        (int nodes, int inputs) = (reader.ReadCompact(int.MaxValue), reader.ReadCompact(int.MaxValue));
        double shrinkage = reader.ReadDouble();
        byte flags = reader.ReadFlags(HasGain | HasAudience);
        return new WeightlessRankingOptions
        {
            Nodes = nodes,
            TupleSize = inputs,
            CellShrinkage = shrinkage,
            Gain = (flags & HasGain) == 0 ? null : reader.ReadDouble(),
            AudienceFactors = (flags & HasAudience) == 0 ? 0 : reader.ReadCompact(int.MaxValue) is int factors and > 0 ? factors : null,
            LikedFrom = reader.ReadOptionalSingle(),
            MaximumHotUsers = reader.ReadCompact(int.MaxValue),
            Seed = seed,
        };
    }
}
