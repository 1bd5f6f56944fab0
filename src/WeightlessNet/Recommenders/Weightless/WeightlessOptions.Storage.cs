using WeightlessNet.Recommenders.Crowd;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Weightless;

public sealed partial record WeightlessOptions
{
    private const double Learned = -1;

    // No list has so many tiers: their extra weights sum to at most 63.
    private const int LearnedRecency = 64;

    // Defaults are stored as their values, so that a snapshot gives the same answers if a default changes. Layout: reading, u8; nodes,
    // tuple size, compact each; CellShrinkage, Gain, GainShrinkage or -1 if it is learned, Twicing, f64 each; UserShrinkage or 0 if it is
    // learned, compact; HistogramWindow plus 1, or 0 if it depends on the scale, compact; number of recency tiers, or 64 if recency is
    // learned, compact; per tier: newest, extra weight, compact each; the crowd's item shrinkage, mean levels, count levels, compact each;
    // MaximumHotUsers, compact; MaximumRatingsPerUser, or 0 for no limit, compact. The seed is in the head of the recommender.
    internal void WriteTo(SnapshotWriter writer)
    {
        writer.Write((byte)Reading);
        writer.WriteCompact((ulong)Nodes);
        writer.WriteCompact((ulong)TupleSize);
        writer.Write(CellShrinkage);
        writer.Write(Gain);
        writer.Write(GainShrinkage ?? Learned);
        writer.Write(Twicing);
        writer.WriteCompact((ulong)(UserShrinkage ?? 0));
        writer.WriteCompact((ulong)(HistogramWindow + 1 ?? 0));
        writer.WriteCompact((ulong)(Recency?.Count ?? LearnedRecency));
        foreach (RecencyTier tier in Recency ?? [])
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
        GainShrinkage = reader.ReadDouble() is double gain and not Learned ? gain : null,
        Twicing = reader.ReadDouble(),
        UserShrinkage = reader.ReadCompact(int.MaxValue) is int ofUsers and > 0 ? ofUsers : null,
        HistogramWindow = reader.ReadCompact(int.MaxValue) is > 0 and int window ? window - 1 : null,
        Recency = reader.ReadCompact(int.MaxValue) is int tiers and not LearnedRecency
            ? reader.ReadArray(
                tiers, static reader => new RecencyTier(reader.ReadCompact(int.MaxValue), reader.ReadCompact(int.MaxValue)))
            : null,
        Crowd = CrowdOptions.Read(reader),
        MaximumHotUsers = reader.ReadCompact(int.MaxValue),
        MaximumRatingsPerUser = reader.ReadCompact(int.MaxValue) is > 0 and int most ? most : null,
        Seed = seed,
    };
}
