using WeightlessNet.Storage;

namespace WeightlessNet.Models;

public sealed partial class GrowthRule
{
    // The least response, f64; the growth interval, the most discriminators, compact each.
    internal void WriteTo(SnapshotWriter writer)
    {
        writer.Write(MinimumResponse);
        writer.WriteCompact((ulong)GrowthInterval);
        writer.WriteCompact((ulong)MaximumDiscriminators);
    }

    internal static GrowthRule Read(SnapshotReader reader) => new()
    {
        MinimumResponse = reader.ReadDouble(),
        GrowthInterval = reader.ReadCompact(int.MaxValue),
        MaximumDiscriminators = reader.ReadCompact(int.MaxValue),
    };
}
