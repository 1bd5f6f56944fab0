namespace WeightlessNet.Evaluation.Protocols;

/// <summary>The report of a <see cref="ColdStartProtocol"/>. Immutable and safe to share between threads.</summary>
public sealed class ColdStartReport
{
    /// <summary>The options of the evaluation.</summary>
    public required ColdStartOptions Options { get; init; }

    /// <summary>The number of tested users: those who have enough ratings.</summary>
    public required int UserCount { get; init; }

    /// <summary>The number of their ratings that were held out, and predicted once for each number of known ratings.</summary>
    public required int TestCount { get; init; }

    /// <inheritdoc cref="KFoldReport.Results"/>
    public required IReadOnlyList<ColdStartResult> Results { get; init; }
}
