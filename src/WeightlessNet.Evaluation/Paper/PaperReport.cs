using WeightlessNet.Evaluation.Reports;
using WeightlessNet.Evaluation.Reports.Internals;

namespace WeightlessNet.Evaluation.Paper;

/// <summary>The report of a <see cref="PaperProtocol"/>. Immutable and safe to share between threads.</summary>
public sealed class PaperReport : IEvaluationReport
{
    /// <summary>The options of the evaluation.</summary>
    public required PaperOptions Options { get; init; }

    /// <summary>
    /// One result per repetition, number of reviews, and baseline or candidate, in that order. Baselines precede candidates.
    /// </summary>
    public required IReadOnlyList<PaperResult> Results { get; init; }

    /// <summary>
    /// One summary over all repetitions per number of reviews, and baseline or candidate, in that order. Baselines precede candidates.
    /// </summary>
    public required IReadOnlyList<PaperSummary> Summaries { get; init; }

    /// <summary>The main table as text, at most 80 columns wide.</summary>
    public override string ToString() => ToTables()[0].ToString();

    /// <inheritdoc/>
    public IReadOnlyList<ReportTable> ToTables() =>
    [
        new TableBuilder<PaperSummary>(
            "results",
            FormattableString.Invariant($"paper: share of answers within two half-star levels, means of {Options.Repetitions} samples"),
            Summaries)
            .Key("name", row => row.Name)
            .Key("reviews", row => row.ReviewsPerUser)
            .FileOnly("kind", row => Named.KindOf(row.Kind))
            .Figure("mean", "mean_accuracy", row => row.MeanAccuracy.Mean)
            .Figure("median", "median_accuracy", row => row.MedianAccuracy.Mean)
            .Build(),
        new TableBuilder<PaperResult>("samples", "Accuracy by sample", Results)
            .Key("name", row => row.Name)
            .Key("reviews", row => row.ReviewsPerUser)
            .Key("seed", row => row.Seed)
            .Figure("mean", "mean_accuracy", row => row.MeanAccuracy)
            .Figure("median", "median_accuracy", row => row.MedianAccuracy)
            .Time("fit s", "fit_seconds", row => row.FitSeconds)
            .Time("predict s", "predict_seconds", row => row.PredictSeconds)
            .Build(),
    ];

    /// <inheritdoc/>
    public void WriteCsv(TextWriter writer) => ToTables()[0].WriteCsv(writer);

    /// <inheritdoc/>
    public void WriteJson(Stream stream) => TableFiles.WriteJson(stream, ToTables());
}
