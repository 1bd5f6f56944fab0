namespace WeightlessNet.Nodes;

/// <summary>A RAM cell that keeps how much it was written and the sum of what was written.</summary>
/// <param name="Count">The sum of the weights of the writes.</param>
/// <param name="Sum">The sum of the weighted values.</param>
public readonly record struct SumCell(int Count, int Sum);
