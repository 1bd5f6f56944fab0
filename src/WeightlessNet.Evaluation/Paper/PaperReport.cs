namespace WeightlessNet.Evaluation.Paper;

/// <summary>The report of a <see cref="PaperProtocol"/>. Immutable and safe to share between threads.</summary>
public sealed class PaperReport
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
}
