using WeightlessNet.Evaluation.Metrics;

namespace WeightlessNet.Evaluation.Protocols;

/// <summary>What one recommender did in a <see cref="RankingProtocol"/>.</summary>
/// <param name="System">The name of the candidate or baseline.</param>
/// <param name="Kind">Whether it is a candidate or a baseline.</param>
/// <param name="MeanReciprocalRank">The mean over the users of <see cref="RankingMetrics.ReciprocalRank"/> of the whole ranking.</param>
/// <param name="Auc">The mean over the users of <see cref="RankingMetrics.Auc"/> of the whole ranking.</param>
/// <param name="FitSeconds">Seconds of wall time that the training took: information, never the same twice.</param>
/// <param name="RecommendSeconds">Seconds of wall time that all rankings took: information, never the same twice.</param>
/// <param name="Lists">The figures of the first ranks, one row per length of a list, in the order of the options.</param>
public sealed record RankingResult(
    string System,
    SystemKind Kind,
    double MeanReciprocalRank,
    double Auc,
    double FitSeconds,
    double RecommendSeconds,
    IReadOnlyList<RankingListResult> Lists);
