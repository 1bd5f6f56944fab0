using WeightlessNet.Recommenders;
using WeightlessNet.Serving;

namespace WeightlessNet.Orleans;

/// <summary>An item of a list of a <see cref="ClusterRecommender{TUser, TItem}"/>, with its score and the reason.</summary>
/// <typeparam name="TItem">The type of the items.</typeparam>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class ClusterSuggestion<TItem>
{
    internal ClusterSuggestion(TItem item, Explanation explanation, Reason reason)
    {
        Item = item;
        Explanation = explanation;
        Reason = reason;
    }

    /// <summary>The item.</summary>
    public TItem Item { get; }

    /// <summary>The score by which items are ranked: the expected rating, not clamped to the scale, with what controls add.</summary>
    public double Score => Explanation.Score;

    /// <summary>The parts of the score, which sum to it.</summary>
    public Explanation Explanation { get; }

    /// <summary>The main reason, for an application to write in its own words.</summary>
    public Reason Reason { get; }

    /// <summary>The main reason in a few English words, such as "because you rated Alien 5".</summary>
    public string Why => Reason.ToString();

    /// <inheritdoc/>
    public override string ToString() => $"{Item}: {Why}";
}
