namespace WeightlessNet.Evaluation.Protocols;

/// <summary>The report of a <see cref="TasteChangeProtocol"/>. Immutable and safe to share between threads.</summary>
public sealed class TasteChangeReport
{
    /// <summary>The options of the evaluation.</summary>
    public required TasteChangeOptions Options { get; init; }

    /// <summary>The number of training ratings, learned before the first prediction.</summary>
    public required int TrainCount { get; init; }

    /// <summary>The number of users whose taste changed.</summary>
    public required int UserCount { get; init; }

    /// <inheritdoc cref="KFoldReport.Results"/>
    public required IReadOnlyList<TasteChangeResult> Results { get; init; }
}
