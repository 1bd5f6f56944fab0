namespace WeightlessNet.Evaluation.Protocols;

/// <summary>The report of a <see cref="HoldOutProtocol"/>. Immutable and safe to share between threads.</summary>
/// <param name="Options">What was asked for.</param>
/// <param name="TrainCount">How many ratings trained.</param>
/// <param name="TestCount">How many ratings were held out and predicted.</param>
/// <param name="Results">One row per system: the candidates in their order, then the baselines.</param>
public sealed record HoldOutReport(HoldOutOptions Options, int TrainCount, int TestCount, IReadOnlyList<HoldOutResult> Results);
