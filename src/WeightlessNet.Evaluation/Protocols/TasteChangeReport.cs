namespace WeightlessNet.Evaluation.Protocols;

/// <summary>The report of a <see cref="TasteChangeProtocol"/>. Immutable and safe to share between threads.</summary>
/// <param name="Options">What was asked for.</param>
/// <param name="TrainCount">How many ratings trained before the first one was predicted.</param>
/// <param name="UserCount">How many users changed their taste.</param>
/// <param name="Results">One row per system: the candidates in their order, then the baselines.</param>
public sealed record TasteChangeReport(
    TasteChangeOptions Options, int TrainCount, int UserCount, IReadOnlyList<TasteChangeResult> Results);
