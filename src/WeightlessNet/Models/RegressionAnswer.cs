namespace WeightlessNet.Models;

/// <summary>The answer of a regression.</summary>
/// <param name="IsKnown">False where no node has seen its part of the sample.</param>
/// <param name="Value">The prediction; where it is not known the mean of all targets learned, 0 without any. Never NaN.</param>
/// <param name="RespondingNodes">How many nodes have seen their part of the sample.</param>
public readonly record struct RegressionAnswer(bool IsKnown, double Value, int RespondingNodes);
