namespace WeightlessNet.Recommenders;

/// <summary>
/// A score taken apart, twice: into the base and the item's fields, and into the base and the user's past ratings. Each of the two
/// sums to the score exactly, without rounding, in any order of adding.
/// </summary>
/// <remarks>Immutable; a snapshot of the moment it was made. Safe to share between threads.</remarks>
public sealed class Explanation
{
    internal Explanation(
        int user,
        int item,
        IReadOnlyList<Contribution> basis,
        IReadOnlyList<Contribution> byField,
        IReadOnlyList<RatingContribution> byRating)
    {
        User = user;
        Item = item;
        // Exact: every part is a whole number of the same small unit.
        Score = basis.Sum(part => part.Amount) + byField.Sum(part => part.Amount);
        Base = basis;
        ByField = byField;
        ByRating = byRating;
    }

    /// <summary>The user for whom the item was scored.</summary>
    public int User { get; }

    /// <summary>The item that was scored.</summary>
    public int Item { get; }

    /// <summary>The score, in the units of the rating scale. It is not clamped to the scale, so that the parts sum to it.</summary>
    public double Score { get; }

    /// <summary>The parts that do not come from the item's fields: the prior, the user's own level, the crowd's view of the item.</summary>
    public IReadOnlyList<Contribution> Base { get; }

    /// <summary>What the personal network adds, by field of the item's features. With <see cref="Base"/> it sums to the score.</summary>
    public IReadOnlyList<Contribution> ByField { get; }

    /// <summary>What the personal network adds, by past rating of the user, sorted by item. With <see cref="Base"/> it sums to the score.</summary>
    public IReadOnlyList<RatingContribution> ByRating { get; }
}
