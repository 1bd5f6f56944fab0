using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Hybrid;

public sealed partial class WeightlessRankingOptions
{
    private const byte HasGain = 1;
    private const byte HasAudience = 2;

    // Layout: nodes, tuple size, compact each; CellShrinkage, f64; flags, u8: 1 if Gain is set, 2 if AudienceFactors is not 0; Gain, f64,
    // if set; AudienceFactors, compact, if not 0: 0 if not set; LikedFrom, optional f32; MaximumHotUsers, compact. The seed is in the head
    // of the recommender.
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
