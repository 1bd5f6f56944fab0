namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>Totals of all users.</summary>
/// <param name="Units">The sum of all ratings, in units.</param>
/// <param name="Ratings">The number of ratings.</param>
/// <param name="Users">The number of users with ratings.</param>
internal readonly record struct RankingTotals(long Units, int Ratings, int Users);
