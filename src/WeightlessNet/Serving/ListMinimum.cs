using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Serving;

/// <summary>A rule for a list: at least a share of it are items of a kind, such as a fifth from local makers.</summary>
/// <typeparam name="TItem">The type of the items.</typeparam>
/// <remarks>Immutable, and thread-safe if its function is.</remarks>
public sealed class ListMinimum<TItem>
{
    /// <summary>Creates a rule.</summary>
    /// <param name="share">The share of the wanted number of items, 0 to 1, rounded up to whole items.</param>
    /// <param name="which">Whether an item is of the kind.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="share"/> is not 0 to 1.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="which"/> is null.</exception>
    public ListMinimum(double share, Func<TItem, bool> which)
    {
        ArgumentNullException.ThrowIfNull(which);
        Share = OptionRange.Checked(share, 0, 1, nameof(share));
        Which = which;
    }

    /// <summary>The share of the wanted number of items.</summary>
    public double Share { get; }

    /// <summary>Whether an item is of the kind.</summary>
    public Func<TItem, bool> Which { get; }
}
