namespace WeightlessNet.Evaluation.Protocols;

/// <summary>The report of a <see cref="PrequentialProtocol"/>. Immutable and safe to share between threads.</summary>
public sealed class PrequentialReport
{
    /// <summary>The options of the evaluation.</summary>
    public required PrequentialOptions Options { get; init; }

    /// <summary>The number of ratings that were predicted and then learned.</summary>
    public required int RatingCount { get; init; }

    /// <summary>The number of ratings that replaced an earlier one of the same user and item; they were learned, but not
    /// predicted.</summary>
    public required int RepeatedCount { get; init; }

    /// <inheritdoc cref="KFoldReport.Results"/>
    public required IReadOnlyList<PrequentialResult> Results { get; init; }
}
