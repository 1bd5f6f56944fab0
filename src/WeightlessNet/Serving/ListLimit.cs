using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Serving;

/// <summary>A rule for a list: at most so many items with the same value, such as three of a brand.</summary>
/// <typeparam name="TItem">The type of the items.</typeparam>
/// <remarks>Immutable, and thread-safe if its function is.</remarks>
public sealed class ListLimit<TItem>
{
    /// <summary>Limits the items that share their one value.</summary>
    /// <param name="most">The most items with the same value, 1 or more.</param>
    /// <param name="value">Reads the value, such as the brand. Items for which it is null are not limited.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="most"/> is below 1.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="value"/> is null.</exception>
    public ListLimit(int most, Func<TItem, string?> value)
        : this(most, ListMix<TItem>.OneOf(value))
    {
    }

    /// <summary>Limits the items that share one of their values.</summary>
    /// <param name="most">The most items with the same value, 1 or more.</param>
    /// <param name="values">Reads the values, such as the genres. Null, and values that are null, are not limited.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="most"/> is below 1.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="values"/> is null.</exception>
    public ListLimit(int most, Func<TItem, IEnumerable<string?>?> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        Most = OptionRange.AtLeast(most, 1, nameof(most));
        Values = values;
    }

    /// <summary>The most items with the same value.</summary>
    public int Most { get; }

    /// <summary>Reads the values of an item. They are compared character by character.</summary>
    public Func<TItem, IEnumerable<string?>?> Values { get; }
}
