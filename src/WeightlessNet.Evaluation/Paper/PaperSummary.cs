using WeightlessNet.Evaluation.Metrics;
using WeightlessNet.Evaluation.Protocols;

namespace WeightlessNet.Evaluation.Paper;

/// <summary>
/// The results of one candidate or baseline in all repetitions of one experiment of a <see cref="PaperProtocol"/>. Immutable and safe to
/// share between threads.
/// </summary>
public sealed class PaperSummary
{
    /// <inheritdoc cref="KFoldResult.Name"/>
    public required string Name { get; init; }

    /// <inheritdoc cref="KFoldResult.Kind"/>
    public required ResultKind Kind { get; init; }

    /// <inheritdoc cref="PaperResult.ReviewsPerUser"/>
    public required int ReviewsPerUser { get; init; }

    /// <summary>The mean accuracy over the users, summarized over the repetitions.</summary>
    public required SummaryStatistics MeanAccuracy { get; init; }

    /// <summary>The median accuracy over the users, summarized over the repetitions.</summary>
    public required SummaryStatistics MedianAccuracy { get; init; }

    /// <summary>The name and the accuracy over the seeds, in one line.</summary>
    public override string ToString() => FormattableString.Invariant($"{Name} ({ReviewsPerUser} reviews a user): accuracy {MeanAccuracy}");
}
