using WeightlessNet.Datasets;
using WeightlessNet.Evaluation.Paper;
using WeightlessNet.Evaluation.Protocols;

namespace MovieLensSample;

/// <summary>What the comparison found. A report is null where its protocol was not run.</summary>
internal sealed record ComparisonReport(RatingDataset Dataset, bool IsSynthetic)
{
    public KFoldReport? KFold { get; init; }

    public PrequentialReport? Prequential { get; init; }

    public PaperReport? Paper { get; init; }

    public RankingFindings? Ranking { get; init; }

    public ColdStartReport? ColdStart { get; init; }

    public TasteChangeReport? TasteChange { get; init; }

    /// <summary>One report for each split; none where the protocol was not run.</summary>
    public IReadOnlyList<HoldOutReport> HoldOut { get; init; } = [];

    public HoldOutReport? Activity { get; init; }
}
