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

    /// <summary>The <see cref="RankingListResult.Ndcg"/> of the first list length.</summary>
    public double Ndcg => Lists[0].Ndcg;

    /// <summary>The <see cref="RankingListResult.Precision"/> of the first list length.</summary>
    public double Precision => Lists[0].Precision;

    /// <summary>The <see cref="RankingListResult.Recall"/> of the first list length.</summary>
    public double Recall => Lists[0].Recall;

    /// <summary>The <see cref="RankingListResult.HitRate"/> of the first list length.</summary>
    public double HitRate => Lists[0].HitRate;

    /// <summary>The <see cref="RankingListResult.MeanAveragePrecision"/> of the first list length.</summary>
    public double MeanAveragePrecision => Lists[0].MeanAveragePrecision;

    /// <summary>The name and the figures of the first list length, in one line.</summary>
    public override string ToString() => $"{Name}: {Lists[0]}";
}
