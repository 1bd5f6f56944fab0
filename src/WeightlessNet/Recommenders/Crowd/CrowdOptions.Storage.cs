using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Crowd;

public sealed partial class CrowdOptions
{
    // Shrinkage of items, levels of means, levels of counts, all compact.
    internal void WriteTo(SnapshotWriter writer)
    {
        writer.WriteCompact((ulong)ItemShrinkage);
        writer.WriteCompact((ulong)MeanLevels);
        writer.WriteCompact((ulong)CountLevels);
    }

    internal static CrowdOptions Read(SnapshotReader reader) => new()
    {
        ItemShrinkage = reader.ReadCompact(int.MaxValue),
        MeanLevels = reader.ReadCompact(int.MaxValue),
        CountLevels = reader.ReadCompact(int.MaxValue),
    };
}
