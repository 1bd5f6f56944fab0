using WeightlessNet.Recommenders;

namespace WeightlessNet.Serving;

/// <summary>An item, identified by the application's own key, with its score for one user.</summary>
/// <typeparam name="TItem">The type of the application's item keys.</typeparam>
public readonly struct Recommendation<TItem>
{
    /// <summary>Creates the value.</summary>
    /// <param name="item">See <see cref="Item"/>.</param>
    /// <param name="score">See <see cref="Score"/>.</param>
    public Recommendation(TItem item, double score)
    {
        Item = item;
        Score = score;
    }

    /// <summary>The item's key.</summary>
    public TItem Item { get; }

    /// <summary>The score by which items are ranked, highest first, see <see cref="ScoredItem.Score"/>.</summary>
    public double Score { get; }
}
