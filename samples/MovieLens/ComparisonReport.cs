using WeightlessNet.Datasets;
using WeightlessNet.Evaluation.Paper;
using WeightlessNet.Evaluation.Protocols;

namespace MovieLensSample;

/// <summary>The results of the comparison. A report is null if its protocol was not run.</summary>
internal sealed record ComparisonReport(RatingDataset Dataset, bool IsSynthetic)
{
    public KFoldReport? KFold { get; init; }

    public PrequentialReport? Prequential { get; init; }

    public PaperReport? Paper { get; init; }

    public RankingFindings? Ranking { get; init; }

    public ColdStartReport? ColdStart { get; init; }

    public TasteChangeReport? TasteChange { get; init; }

    /// <summary>One report per split; empty if the protocol was not run.</summary>
    public IReadOnlyList<HoldOutReport> HoldOut { get; init; } = [];

    public HoldOutReport? Activity { get; init; }
}
