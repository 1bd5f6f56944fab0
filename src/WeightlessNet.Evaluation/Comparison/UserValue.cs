namespace WeightlessNet.Evaluation.Comparison;

/// <summary>A figure of one user, for comparisons user by user.</summary>
/// <param name="User">The user's id.</param>
/// <param name="Value">The figure.</param>
public readonly record struct UserValue(int User, double Value);
