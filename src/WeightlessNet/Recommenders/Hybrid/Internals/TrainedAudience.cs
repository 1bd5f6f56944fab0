namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>The factors of who rates what that central models were trained with, item after item.</summary>
/// <param name="Kept">Without the held-out ratings.</param>
/// <param name="All">With all ratings.</param>
internal sealed record TrainedAudience(double[] Kept, double[] All);
