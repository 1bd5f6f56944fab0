using WeightlessNet.Recommenders.Controls;

namespace WeightlessNet.Recommenders;

/// <summary>
/// The decomposition of a score, in two ways: into the base and the item's fields, and into the base and the user's past ratings. Each of
/// the two, together with the user's controls, sums to the score exactly, without rounding, in any order.
/// </summary>
/// <remarks>
/// Contributions are multiples of 2^-20 of the scale's range, so their sum is exact if the ends of the scale are multiples of 1/1024 up to
/// 100,000, as on all usual scales; on other scales the last bits of a double may differ. Immutable and safe to share between threads;
/// later ratings do not change it.
/// </remarks>
public sealed class Explanation
{
    /// <summary>Creates an explanation.</summary>
    /// <param name="user">See <see cref="User"/>.</param>
    /// <param name="item">See <see cref="Item"/>.</param>
    /// <param name="score">See <see cref="Score"/>.</param>
    /// <param name="basis">See <see cref="Base"/>.</param>
    /// <param name="byField">See <see cref="ByField"/>.</param>
    /// <param name="byRating">See <see cref="ByRating"/>.</param>
    /// <param name="byControl">See <see cref="ByControl"/>; none where null.</param>
    public Explanation(
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

    /// <summary>The score, in units of the rating scale. It is not clamped to the scale, so that the parts sum to it.</summary>
    public double Score { get; }

    /// <summary>The parts that do not come from the item's fields: the prior, the user's own level, the crowd's mean of the item.</summary>
    public IReadOnlyList<Contribution> Base { get; }

    /// <summary>
    /// The contributions of the personal networks by field of the item's features. The item's audience counts as a field if the recommender
    /// knows it. With <see cref="Base"/> and <see cref="ByControl"/> they sum to the score.
    /// </summary>
    public IReadOnlyList<Contribution> ByField { get; }

    /// <summary>
    /// The contributions of the personal networks by past rating of the user, sorted by item. With <see cref="Base"/> and
    /// <see cref="ByControl"/> they sum to the score.
    /// </summary>
    public IReadOnlyList<RatingContribution> ByRating { get; }

    /// <summary>The user's controls that act on the item, in the order in which they were applied; empty if there are none.</summary>
    public IReadOnlyList<ControlContribution> ByControl { get; }

    /// <summary>The score and its parts by field, such as "user 3, item 9: score 2.125 = popularity: 1.5 + genre: 0.625".</summary>
    public override string ToString()
    {
        IEnumerable<string> parts = Base.Concat(ByField).Select(static part => part.ToString())
            .Concat(ByControl.Select(static part => part.ToString()));
        return FormattableString.Invariant($"user {User}, item {Item}: score {Score:0.####} = {string.Join(" + ", parts)}");
    }
}
