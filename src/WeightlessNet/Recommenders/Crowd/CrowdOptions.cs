using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Crowd;

/// <summary>How the ratings of all users together are summarized for the personal models.</summary>
public sealed record CrowdOptions
{
    /// <summary>How many ratings of the overall mean are added to an item's own for its mean: 1 to 1000; 5 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 1000.</exception>
    public int ItemShrinkage { get; init => field = OptionRange.Checked(value, 1, 1000, nameof(ItemShrinkage)); } = 5;

    /// <summary>How many thermometer bits an item's mean rating has: 1 to 32; 8 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 32.</exception>
    public int MeanLevels { get; init => field = OptionRange.Checked(value, 1, 32, nameof(MeanLevels)); } = 8;

    /// <summary>How many thermometer bits an item's number of ratings has: 1 to 32; 6 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 32.</exception>
    public int CountLevels { get; init => field = OptionRange.Checked(value, 1, 32, nameof(CountLevels)); } = 6;

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
