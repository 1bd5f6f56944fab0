namespace WeightlessNet.Evaluation.Protocols;

/// <summary>The report of a <see cref="KFoldProtocol"/>. Immutable and safe to share between threads.</summary>
public sealed class KFoldReport
{
    /// <summary>The options of the evaluation.</summary>
    public required KFoldOptions Options { get; init; }

    /// <summary>The number of ratings in all folds, each of which was predicted once.</summary>
    public required int RatingCount { get; init; }

    /// <summary>One result per candidate in the given order, then one per baseline.</summary>
    public required IReadOnlyList<KFoldResult> Results { get; init; }
}
