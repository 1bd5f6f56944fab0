using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Serving;

/// <summary>
/// The values whose proportions a list should have as the user's likes do: who likes 70 % crime and 30 % comedies gets seven of one and
/// three of the other, not ten of one.
/// </summary>
/// <typeparam name="TItem">The type of the items.</typeparam>
/// <remarks>
/// <para>
/// Steck, "Calibrated Recommendations" (RecSys 2018): with w for the weight, an item counts (1 - w) times what it counts otherwise, minus
/// w times the Kullback-Leibler divergence, in nats, of the list with it from the user's mix. Shares of the list are mixed with 1 % of
/// the user's.
/// </para>
/// <para>
/// The mix is that of the items in the catalog that the user likes; each counts once, divided equally among its values. It has no effect
/// for a user without likes. Immutable, and thread-safe if its function is.
/// </para>
/// </remarks>
public sealed class ListMix<TItem>
{
    /// <summary>A mix of items with one value each.</summary>
    /// <param name="weight">How much the mix counts, 0 to 1: 0 changes nothing, and at 1 scores do not count.</param>
    /// <param name="value">Reads the value, such as the category. Items for which it is null do not count.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="weight"/> is not 0 to 1.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="value"/> is null.</exception>
    public ListMix(double weight, Func<TItem, string?> value)
        : this(weight, OneOf(value))
    {
    }

    /// <summary>A mix of items with several values.</summary>
    /// <param name="weight">How much the mix counts, 0 to 1: 0 changes nothing, and at 1 scores do not count.</param>
    /// <param name="values">Reads the values, such as the genres. Null, and values that are null, do not count.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="weight"/> is not 0 to 1.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="values"/> is null.</exception>
    public ListMix(double weight, Func<TItem, IEnumerable<string?>?> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        Weight = OptionRange.Checked(weight, 0, 1, nameof(weight));
        Values = values;
    }

    /// <summary>How much the mix counts.</summary>
    public double Weight { get; }

    /// <summary>Reads the values of an item.</summary>
    public Func<TItem, IEnumerable<string?>?> Values { get; }

    internal static Func<TItem, IEnumerable<string?>?> OneOf(Func<TItem, string?> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return item => [value(item)];
    }
}
