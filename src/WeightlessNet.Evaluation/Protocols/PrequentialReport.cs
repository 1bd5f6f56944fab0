namespace WeightlessNet.Evaluation.Protocols;

/// <summary>The report of a <see cref="PrequentialProtocol"/>. Immutable and safe to share between threads.</summary>
/// <param name="Options">What was asked for.</param>
/// <param name="RatingCount">How many ratings were predicted and then learned.</param>
/// <param name="RepeatedCount">
/// How many further ratings took the place of the same user's earlier one of the same item: they were learned, but not predicted.
/// </param>
/// <param name="Results">One row per system: the candidates in their order, then the baselines.</param>
public sealed record PrequentialReport(
    PrequentialOptions Options, int RatingCount, int RepeatedCount, IReadOnlyList<PrequentialResult> Results);
