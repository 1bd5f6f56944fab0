using WeightlessNet.Evaluation.Metrics;

namespace WeightlessNet.Evaluation.Protocols;

/// <summary>The result of one recommender in a <see cref="RankingProtocol"/>. Immutable and safe to share between threads.</summary>
public sealed class RankingResult
{
    /// <inheritdoc cref="KFoldResult.Name"/>
    public required string Name { get; init; }

    /// <inheritdoc cref="KFoldResult.Kind"/>
    public required ResultKind Kind { get; init; }

    /// <summary>The mean over the users of <see cref="RankingMetrics.ReciprocalRank"/> of the whole ranking, 0 to 1.</summary>
    public required double MeanReciprocalRank { get; init; }

    /// <summary>The mean over the users of <see cref="RankingMetrics.Auc"/> of the whole ranking, 0 to 1.</summary>
    public required double Auc { get; init; }

    /// <inheritdoc cref="FoldResult.FitSeconds"/>
    public required double FitSeconds { get; init; }

    /// <summary>Wall time of all rankings in seconds; differs from run to run.</summary>
    public required double RecommendSeconds { get; init; }

    /// <summary>The figures of the top of the rankings, one entry per list length in the order of the options.</summary>
    public required IReadOnlyList<RankingListResult> Lists { get; init; }
}
