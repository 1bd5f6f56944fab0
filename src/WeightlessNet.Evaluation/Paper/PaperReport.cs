namespace WeightlessNet.Evaluation.Paper;

/// <summary>The report of a <see cref="PaperProtocol"/>. Immutable and safe to share between threads.</summary>
/// <param name="Options">What was asked for.</param>
/// <param name="Results">
/// One row per repetition, number of reviews and system, in that order; the baselines stand before the candidates.
/// </param>
/// <param name="Summaries">
/// One row per number of reviews and system, over all repetitions; the baselines stand before the candidates.
/// </param>
public sealed record PaperReport(PaperOptions Options, IReadOnlyList<PaperResult> Results, IReadOnlyList<PaperSummary> Summaries);
