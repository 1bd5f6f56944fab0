using WeightlessNet.Evaluation.Comparison;
using WeightlessNet.Evaluation.Metrics;

namespace WeightlessNet.Evaluation.Protocols;

/// <summary>What the first ranks of one recommender's rankings are worth: means over the users, 0 to 1 unless said otherwise.</summary>
/// <param name="ListLength">How many ranks count.</param>
/// <param name="Precision">The mean of <see cref="RankingMetrics.Precision"/>.</param>
/// <param name="Recall">The mean of <see cref="RankingMetrics.Recall"/>.</param>
/// <param name="HitRate">The mean of <see cref="RankingMetrics.HitRate"/>.</param>
/// <param name="Ndcg">The mean of <see cref="RankingMetrics.Ndcg(ReadOnlySpan{bool}, int, int)"/>.</param>
/// <param name="MeanAveragePrecision">The mean of <see cref="RankingMetrics.AveragePrecision"/>.</param>
/// <param name="CatalogCoverage">The <see cref="ListMetrics.CatalogCoverage"/> of the lists of all users together.</param>
/// <param name="Novelty">
/// The mean of <see cref="ListMetrics.Novelty"/> in bits, 0 or more, by how many users rate an item in training.
/// </param>
/// <param name="IntraListDiversity">
/// The mean of <see cref="ListMetrics.IntraListDiversity"/>; <see langword="null"/> where no catalog was given.
/// </param>
/// <param name="CalibrationDivergence">
/// The mean of <see cref="ListMetrics.CalibrationDivergence"/> in nats, 0 or more and less is better, over the users who liked an item
/// with a bit of the field in training; <see langword="null"/> where no field was given or no user did.
/// </param>
/// <param name="UserNdcg">
/// The NDCG of each user, in the order of the users' ids; the same users for every candidate, fit for <see cref="PairedComparison"/>.
/// </param>
/// <param name="ByKnownRatings">
/// The figures by how many ratings of the user trained; the rows are the same for every candidate.
/// </param>
public sealed record RankingListResult(
    int ListLength,
    double Precision,
    double Recall,
    double HitRate,
    double Ndcg,
    double MeanAveragePrecision,
    double CatalogCoverage,
    double Novelty,
    double? IntraListDiversity,
    double? CalibrationDivergence,
    IReadOnlyList<UserValue> UserNdcg,
    IReadOnlyList<KnownRatingsRanking> ByKnownRatings);
