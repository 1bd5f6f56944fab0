namespace WeightlessNet.Evaluation.Protocols;

/// <summary>The report of a <see cref="HoldOutProtocol"/>. Immutable and safe to share between threads.</summary>
public sealed class HoldOutReport
{
    /// <summary>The options of the evaluation.</summary>
    public required HoldOutOptions Options { get; init; }

    /// <summary>The number of training ratings.</summary>
    public required int TrainCount { get; init; }

    /// <summary>The number of ratings that were held out and predicted.</summary>
    public required int TestCount { get; init; }

    /// <inheritdoc cref="KFoldReport.Results"/>
    public required IReadOnlyList<HoldOutResult> Results { get; init; }
}
