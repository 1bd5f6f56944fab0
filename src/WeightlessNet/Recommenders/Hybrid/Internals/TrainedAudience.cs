namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>Who rates the items, as central models have learned it.</summary>
/// <param name="Kept">Without the held-out ratings.</param>
/// <param name="All">With all ratings.</param>
internal sealed record TrainedAudience(ItemAudience Kept, ItemAudience All);
