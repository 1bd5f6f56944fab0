namespace WeightlessNet.Recommenders;

/// <summary>
/// A score taken apart, twice: into the base and the item's fields, and into the base and the user's past ratings. Each of the two,
/// with what the user's controls add, sums to the score exactly, without rounding, in any order of adding.
/// </summary>
/// <remarks>
/// Parts are whole numbers of 2^-20 of the scale's range, so their sum is exact where the ends of the scale are multiples of 1/1024 up to
/// 100,000, as those of all usual scales are; on others the last bits of a double may differ. Immutable; a snapshot of the
/// moment it was made. Safe to share between threads.
/// </remarks>
public sealed class Explanation
{
    internal Explanation(
        int user,
        int item,
        double score,
        IReadOnlyList<Contribution> basis,
        IReadOnlyList<Contribution> byField,
        IReadOnlyList<RatingContribution> byRating,
        IReadOnlyList<ControlContribution>? byControl = null)
    {
        User = user;
        Item = item;
        Score = score;
        Base = basis;
        ByField = byField;
        ByRating = byRating;
        ByControl = byControl ?? [];
    }

    /// <summary>The user for whom the item was scored.</summary>
    public int User { get; }

    /// <summary>The item that was scored.</summary>
    public int Item { get; }

    /// <summary>The score, in the units of the rating scale. It is not clamped to the scale, so that the parts sum to it.</summary>
    public double Score { get; }

    /// <summary>The parts that do not come from the item's fields: the prior, the user's own level, the crowd's view of the item.</summary>
    public IReadOnlyList<Contribution> Base { get; }

    /// <summary>
    /// What the personal networks add, by field of the item's features; who rates the item is a field too, where that is known. With
    /// <see cref="Base"/> and <see cref="ByControl"/> it sums to the score.
    /// </summary>
    public IReadOnlyList<Contribution> ByField { get; }

    /// <summary>
    /// What the personal networks add, by past rating of the user, sorted by item. With <see cref="Base"/> and
    /// <see cref="ByControl"/> it sums to the score.
    /// </summary>
    public IReadOnlyList<RatingContribution> ByRating { get; }

    /// <summary>The user's controls that act on the item, in the order of their being applied; empty where none does.</summary>
    public IReadOnlyList<ControlContribution> ByControl { get; }
}
