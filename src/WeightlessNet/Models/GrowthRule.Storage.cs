using WeightlessNet.Storage;

namespace WeightlessNet.Models;

public sealed partial class GrowthRule
{
    // Layout: minimum response, f64; growth interval and maximum number of discriminators, compact each.
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
