namespace WeightlessNet.Evaluation.Protocols;

/// <summary>How far an evaluation has come.</summary>
/// <param name="System">The name of the system at work, a candidate or a baseline.</param>
/// <param name="Part">The part of the whole evaluation that is done, 0 to 1. It never falls, and the last report of a run is 1.</param>
public readonly record struct EvaluationProgress(string System, double Part);
