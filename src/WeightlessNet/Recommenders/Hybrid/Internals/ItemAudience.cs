namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>Who rates the items, whatever the ratings.</summary>
/// <param name="Factors">The factors of each item, item after item; 0 for items without ratings.</param>
/// <param name="RatingCounts">The number of ratings of each item.</param>
internal sealed record ItemAudience(double[] Factors, int[] RatingCounts);
