namespace WeightlessNet.Evaluation.Comparison;

/// <summary>A figure of one user, for comparisons user by user.</summary>
/// <param name="User">The user's id.</param>
/// <param name="Value">The figure.</param>
public readonly record struct UserValue(int User, double Value)
{
    /// <summary>The user and the value, in one line.</summary>
    public override string ToString() => FormattableString.Invariant($"user {User}: {Value:0.0000}");
}
