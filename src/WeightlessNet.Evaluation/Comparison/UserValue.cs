namespace WeightlessNet.Evaluation.Comparison;

/// <summary>A figure of one user, kept so that systems can be compared user by user.</summary>
/// <param name="User">The user's id.</param>
/// <param name="Value">The figure.</param>
public readonly record struct UserValue(int User, double Value);
