using WeightlessNet.Recommenders.Controls;

namespace WeightlessNet.Recommenders;

/// <summary>
/// The standing of an item with and without one of the user's ratings or controls.
/// </summary>
/// <remarks>
/// The standings with and without a rating are of one moment; between those with and without a control other threads may have learned.
/// Immutable.
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

    /// <summary>The item whose standing it is.</summary>
    public int Item { get; }

    /// <summary>The rating that is taken away, or null where it is a control.</summary>
    public RatedItem? Rating { get; init; }

    /// <summary>The control that is taken away, or null where it is a rating.</summary>
    public AppliedControl? Control { get; init; }

    /// <summary>The standing as it is.</summary>
    public Standing Now { get; }

    /// <summary>The standing as it would be.</summary>
    public Standing Then { get; }
}
