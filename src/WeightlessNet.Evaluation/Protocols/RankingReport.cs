namespace WeightlessNet.Evaluation.Protocols;

/// <summary>The report of a <see cref="RankingProtocol"/>. Immutable and safe to share between threads.</summary>
public sealed class RankingReport
{
    /// <summary>The options of the evaluation.</summary>
    public required RankingOptions Options { get; init; }

    /// <summary>The number of training ratings.</summary>
    public required int TrainCount { get; init; }

    /// <summary>The number of held-out ratings.</summary>
    public required int TestCount { get; init; }

    /// <summary>The number of users who have a relevant held-out item; the figures are means over them.</summary>
    public required int UserCount { get; init; }

    /// <summary>The number of users without a relevant held-out item. Their ratings are in the training data, but they are not
    /// tested.</summary>
    public required int SkippedUserCount { get; init; }

    /// <inheritdoc cref="KFoldReport.Results"/>
    public required IReadOnlyList<RankingResult> Results { get; init; }
}
