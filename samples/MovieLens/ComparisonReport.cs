using WeightlessNet.Datasets;
using WeightlessNet.Evaluation;

namespace MovieLensSample;

/// <summary>What the comparison found. A report is null where its protocol was not run.</summary>
internal sealed record ComparisonReport(
    RatingDataset Dataset, bool IsSynthetic, KFoldReport? KFold, PrequentialReport? Prequential, PaperReport? Paper);
