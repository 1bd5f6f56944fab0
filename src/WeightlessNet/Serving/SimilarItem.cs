using WeightlessNet.Recommenders;

namespace WeightlessNet.Serving;

/// <summary>An item that is similar to another one, with the reason.</summary>
/// <typeparam name="TItem">The type of the items.</typeparam>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class SimilarItem<TItem>
{
    internal SimilarItem(TItem item, double similarity, IReadOnlyList<Contribution> parts, string why)
    {
        Item = item;
        Similarity = similarity;
        Parts = parts;
        Why = why;
    }

    /// <summary>The item.</summary>
    public TItem Item { get; }

    /// <summary>The similarity, above 0 and at most 1.</summary>
    public double Similarity { get; }

    /// <summary>
    /// What it is made of: "audience", the likes of the same people, and the fields of the items. The amounts sum to
    /// <see cref="Similarity"/>; parts of 0 are left out.
    /// </summary>
    public IReadOnlyList<Contribution> Parts { get; }

    /// <summary>The main reason in a few English words, such as "people who like Alien like it too" or "same genre".</summary>
    public string Why { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Item}: {Why}";
}
