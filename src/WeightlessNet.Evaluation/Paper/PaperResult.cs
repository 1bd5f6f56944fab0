using WeightlessNet.Evaluation.Protocols;

namespace WeightlessNet.Evaluation.Paper;

/// <summary>
/// The result of one candidate or baseline in one experiment of a <see cref="PaperProtocol"/>. Immutable and safe to share between
/// threads.
/// </summary>
public sealed class PaperResult
{
    /// <inheritdoc cref="KFoldResult.Name"/>
    public required string Name { get; init; }

    /// <inheritdoc cref="KFoldResult.Kind"/>
    public required ResultKind Kind { get; init; }

    /// <summary>The number of sampled reviews per user.</summary>
    public required int ReviewsPerUser { get; init; }

    /// <summary>The seed of the sample.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The number of predicted reviews per user. With few reviews a user's accuracy is coarse.</summary>
    public required int TestReviewsPerUser { get; init; }

    /// <summary>The mean of the users' accuracies, 0 to 1.</summary>
    public required double MeanAccuracy { get; init; }

    /// <summary>The median of the users' accuracies, 0 to 1; the mean of the two middle ones for an even number of users.</summary>
    public required double MedianAccuracy { get; init; }

    /// <summary>Wall time of the training on all users in seconds; differs from run to run. <see langword="null"/> for a
    /// baseline.</summary>
    public double? FitSeconds { get; init; }

    /// <summary>Wall time of all predictions in seconds; differs from run to run. <see langword="null"/> for a baseline.</summary>
    public double? PredictSeconds { get; init; }

    /// <summary>The name and the accuracy with one seed, in one line.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Name} ({ReviewsPerUser} reviews a user, seed {Seed}): ")
        + FormattableString.Invariant($"accuracy {MeanAccuracy:0.0000}, median {MedianAccuracy:0.0000}");
}
