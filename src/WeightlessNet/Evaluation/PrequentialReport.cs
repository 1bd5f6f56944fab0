namespace WeightlessNet.Evaluation;

/// <summary>The report of a <see cref="PrequentialProtocol"/>. Immutable and safe to share between threads.</summary>
/// <param name="Options">What was asked for.</param>
/// <param name="RatingCount">How many ratings were predicted and then learned.</param>
/// <param name="Results">One row per candidate, in the order of the candidates.</param>
public sealed record PrequentialReport(PrequentialOptions Options, int RatingCount, IReadOnlyList<PrequentialResult> Results);
