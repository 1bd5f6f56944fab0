namespace WeightlessNet.Evaluation.Protocols;

/// <summary>The report of a <see cref="KFoldProtocol"/>. Immutable and safe to share between threads.</summary>
/// <param name="Options">What was asked for.</param>
/// <param name="RatingCount">How many ratings were split, each of which was tested once.</param>
/// <param name="Results">One row per system: the candidates in their order, then the baselines.</param>
public sealed record KFoldReport(KFoldOptions Options, int RatingCount, IReadOnlyList<KFoldResult> Results);
