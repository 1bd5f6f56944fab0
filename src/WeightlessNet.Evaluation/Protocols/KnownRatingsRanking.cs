namespace WeightlessNet.Evaluation.Protocols;

/// <summary>How well items are ranked for users of whom a certain number of ratings trained.</summary>
/// <param name="Minimum">The lowest number of ratings of this row.</param>
/// <param name="Maximum">The highest number of ratings of this row; <see langword="null"/> where there is no bound.</param>
/// <param name="UserCount">How many users fell into the row.</param>
/// <param name="Ndcg">The mean of their NDCG, 0 to 1; 0 where <paramref name="UserCount"/> is 0.</param>
/// <param name="HitRate">The mean of their hit rates, 0 to 1; 0 where <paramref name="UserCount"/> is 0.</param>
public readonly record struct KnownRatingsRanking(int Minimum, int? Maximum, int UserCount, double Ndcg, double HitRate);
