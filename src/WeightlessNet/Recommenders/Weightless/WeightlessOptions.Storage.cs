using WeightlessNet.Recommenders.Crowd;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Weightless;

public sealed partial class WeightlessOptions
{
    // Values that were not set are stored as what they come to, so that a snapshot gives the same answers should a default change. The
    // reading, u8; nodes, inputs of a node, both compact; shrinkage of cells, gain, shrinkage of the gain, twicing, f64 each; shrinkage
    // of users, compact; the histogram window plus 1, or 0 where the scale gives it, compact; the number of recency tiers and of each how
    // many ratings and the extra weight, compact; the crowd's shrinkage of items, levels of means, levels of counts, compact; the most
    // users kept ready, compact; the most ratings of a user, or 0 where there is no limit, compact. The seed stands in the head of the
    // recommender.
    internal void WriteTo(SnapshotWriter writer)
    {
        writer.Write((byte)Reading);
        writer.WriteCompact((ulong)Nodes);
        writer.WriteCompact((ulong)TupleSize);
        writer.Write(CellShrinkage);
        writer.Write(Gain);
        writer.Write(GainShrinkage);
        writer.Write(Twicing);
        writer.WriteCompact((ulong)UserShrinkage);
        writer.WriteCompact((ulong)(HistogramWindow + 1 ?? 0));
        writer.WriteCompact((ulong)Recency.Count);
        foreach (RecencyTier tier in Recency)
        {
            writer.WriteCompact((ulong)tier.Newest);
            writer.WriteCompact((ulong)tier.ExtraWeight);
        }

        Crowd.WriteTo(writer);
        writer.WriteCompact((ulong)MaximumHotUsers);
        writer.WriteCompact((ulong)(MaximumRatingsPerUser ?? 0));
    }

    internal static WeightlessOptions Read(SnapshotReader reader, ulong seed) => new()
    {
        Reading = (WeightlessReading)reader.Read<byte>(),
        Nodes = reader.ReadCompact(int.MaxValue),
        TupleSize = reader.ReadCompact(int.MaxValue),
        CellShrinkage = reader.ReadDouble(),
        Gain = reader.ReadDouble(),
        GainShrinkage = reader.ReadDouble(),
        Twicing = reader.ReadDouble(),
        UserShrinkage = reader.ReadCompact(int.MaxValue),
        HistogramWindow = reader.ReadCompact(int.MaxValue) is > 0 and int window ? window - 1 : null,
        Recency = reader.ReadArray(
            reader.ReadCompact(int.MaxValue),
            static reader => new RecencyTier(reader.ReadCompact(int.MaxValue), reader.ReadCompact(int.MaxValue))),
        Crowd = CrowdOptions.Read(reader),
        MaximumHotUsers = reader.ReadCompact(int.MaxValue),
        MaximumRatingsPerUser = reader.ReadCompact(int.MaxValue) is > 0 and int most ? most : null,
        Seed = seed,
    };
}
