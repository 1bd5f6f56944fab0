namespace WeightlessNet.Models;

/// <summary>The answer of a regression.</summary>
/// <param name="IsKnown">False if no node has seen its part of the sample.</param>
/// <param name="Value">The prediction; if unknown, the mean of all learned targets, or 0 if there are none. Never NaN.</param>
/// <param name="RespondingNodes">The number of nodes that have seen their part of the sample.</param>
public readonly record struct RegressionAnswer(bool IsKnown, double Value, int RespondingNodes);
