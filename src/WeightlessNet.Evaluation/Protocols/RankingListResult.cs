using WeightlessNet.Evaluation.Comparison;
using WeightlessNet.Evaluation.Metrics;

namespace WeightlessNet.Evaluation.Protocols;

/// <summary>
/// The figures of the top of one recommender's rankings: means over the users, 0 to 1 unless stated otherwise. Immutable and safe to
/// share between threads.
/// </summary>
public sealed class RankingListResult
{
    /// <summary>The number of ranks that count.</summary>
    public required int ListLength { get; init; }

    /// <summary>The mean of <see cref="RankingMetrics.Precision"/>.</summary>
    public required double Precision { get; init; }

    /// <summary>The mean of <see cref="RankingMetrics.Recall"/>.</summary>
    public required double Recall { get; init; }

    /// <summary>The mean of <see cref="RankingMetrics.HitRate"/>.</summary>
    public required double HitRate { get; init; }

    /// <summary>
    /// The mean of <see cref="RankingMetrics.Ndcg(ReadOnlySpan{bool}, int, int)"/>, or of <see cref="RankingMetrics.Ndcg(
    /// ReadOnlySpan{double}, ReadOnlySpan{double}, int)"/> where <see cref="RankingOptions.Gain"/> is set.
    /// </summary>
    public required double Ndcg { get; init; }

    /// <summary>The mean of <see cref="RankingMetrics.AveragePrecision"/>.</summary>
    public required double MeanAveragePrecision { get; init; }

    /// <summary>The <see cref="ListMetrics.CatalogCoverage"/> of all users' lists together.</summary>
    public required double CatalogCoverage { get; init; }

    /// <summary>The mean of <see cref="ListMetrics.Novelty"/> in bits, 0 or more, from the rating counts of the training data.</summary>
    public required double Novelty { get; init; }

    /// <summary>The mean of <see cref="ListMetrics.IntraListDiversity"/>; <see langword="null"/> without a catalog.</summary>
    public double? IntraListDiversity { get; init; }

    /// <summary>
    /// The mean of <see cref="ListMetrics.CalibrationDivergence"/> in nats, 0 or more, lower is better. It covers the users who liked an
    /// item with a bit of the field in the training data; <see langword="null"/> without a field or without such users.
    /// </summary>
    public double? CalibrationDivergence { get; init; }

    /// <summary>
    /// The NDCG of each user, ordered by user id. The users are the same in every result, as <see cref="PairedComparison"/> requires.
    /// </summary>
    public required IReadOnlyList<UserValue> UserNdcg { get; init; }

    /// <summary>The figures by the number of the user's training ratings. The ranges are the same in every result.</summary>
    public required IReadOnlyList<KnownRatingsRanking> ByKnownRatings { get; init; }

    /// <summary>The list length and the main figures, in one line.</summary>
    public override string ToString() =>
        FormattableString.Invariant(
            $"NDCG@{ListLength} {Ndcg:0.0000}, hit rate {HitRate:0.0000}, precision {Precision:0.0000}, recall {Recall:0.0000}");
}
