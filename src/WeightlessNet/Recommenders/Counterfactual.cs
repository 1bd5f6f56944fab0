using WeightlessNet.Recommenders.Controls;

namespace WeightlessNet.Recommenders;

/// <summary>
/// The standing of an item with and without one of the user's ratings or controls.
/// </summary>
/// <remarks>
/// For a rating, both standings are taken at the same moment. For a control, other threads may learn between the two. Immutable.
/// </remarks>
public sealed class Counterfactual
{
    /// <summary>Creates a counterfactual; set <see cref="Rating"/> or <see cref="Control"/>.</summary>
    /// <param name="item">See <see cref="Item"/>.</param>
    /// <param name="now">See <see cref="Now"/>.</param>
    /// <param name="then">See <see cref="Then"/>.</param>
    public Counterfactual(int item, Standing now, Standing then)
    {
        Item = item;
        Now = now;
        Then = then;
    }

    /// <summary>The item whose standing is compared.</summary>
    public int Item { get; }

    /// <summary>The rating that is removed, or null if a control is removed.</summary>
    public RatedItem? Rating { get; init; }

    /// <summary>The control that is removed, or null if a rating is removed.</summary>
    public AppliedControl? Control { get; init; }

    /// <summary>The present standing.</summary>
    public Standing Now { get; }

    /// <summary>The standing without the rating or control.</summary>
    public Standing Then { get; }

    /// <summary>
    /// What is removed and what that changes, such as "item 9 without item 7 rated 5: rank 3, score 2.1 becomes rank 8, score 1.4".
    /// </summary>
    public override string ToString()
    {
        string removed = Rating is RatedItem rated
            ? FormattableString.Invariant($"item {rated.Item} rated {rated.Value}")
            : Control?.ToString() ?? "nothing";
        return FormattableString.Invariant($"item {Item} without {removed}: {Now} becomes {Then}");
    }
}
