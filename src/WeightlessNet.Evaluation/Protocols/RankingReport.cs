namespace WeightlessNet.Evaluation.Protocols;

/// <summary>The report of a <see cref="RankingProtocol"/>. Immutable and safe to share between threads.</summary>
/// <param name="Options">What was asked for.</param>
/// <param name="TrainCount">How many ratings trained.</param>
/// <param name="TestCount">How many ratings were held out.</param>
/// <param name="UserCount">How many users have a relevant item held out; the figures are means over them.</param>
/// <param name="SkippedUserCount">How many users have none, and so were not evaluated. Their ratings trained all the same.</param>
/// <param name="Results">One row per system: the candidates in their order, then the baselines.</param>
public sealed record RankingReport(
    RankingOptions Options, int TrainCount, int TestCount, int UserCount, int SkippedUserCount, IReadOnlyList<RankingResult> Results);
