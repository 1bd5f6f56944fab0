using WeightlessNet.Recommenders.Controls;

namespace WeightlessNet.Recommenders;

/// <summary>
/// What an item's standing would be if one thing were taken away: one of the user's ratings, or one of the user's controls.
/// </summary>
/// <remarks>
/// The two standings with and without a rating are of one moment. Between those with and without a control other threads may have learned.
/// Immutable.
/// </remarks>
public sealed record Counterfactual
{
    internal Counterfactual(int item, Standing now, Standing then)
    {
        Item = item;
        Now = now;
        Then = then;
    }

    /// <summary>The item whose standing it is.</summary>
    public int Item { get; }

    /// <summary>The rating that is taken away, or null where it is a control.</summary>
    public RatedItem? Rating { get; internal init; }

    /// <summary>The control that is taken away, or null where it is a rating.</summary>
    public AppliedControl? Control { get; internal init; }

    /// <summary>The standing as it is.</summary>
    public Standing Now { get; }

    /// <summary>The standing as it would be.</summary>
    public Standing Then { get; }
}
