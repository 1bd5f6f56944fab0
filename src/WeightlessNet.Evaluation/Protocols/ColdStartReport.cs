namespace WeightlessNet.Evaluation.Protocols;

/// <summary>The report of a <see cref="ColdStartProtocol"/>. Immutable and safe to share between threads.</summary>
/// <param name="Options">What was asked for.</param>
/// <param name="UserCount">How many users have enough ratings and were tested.</param>
/// <param name="TestCount">How many of their ratings were held out and predicted, once for each number of known ratings.</param>
/// <param name="Results">One row per system: the candidates in their order, then the baselines.</param>
public sealed record ColdStartReport(ColdStartOptions Options, int UserCount, int TestCount, IReadOnlyList<ColdStartResult> Results);
