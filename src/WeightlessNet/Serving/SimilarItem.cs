using WeightlessNet.Recommenders;

namespace WeightlessNet.Serving;

/// <summary>An item that is similar to another one, with the reason.</summary>
/// <typeparam name="TItem">The type of the items.</typeparam>
/// <remarks>Immutable, and thread-safe if the application's writer of reasons is.</remarks>
public sealed class SimilarItem<TItem>
{
    private readonly Func<Reason, string> _write;

    internal SimilarItem(TItem item, double similarity, IReadOnlyList<Contribution> parts, Reason reason, Func<Reason, string> write)
    {
        Item = item;
        Similarity = similarity;
        Parts = parts;
        Reason = reason;
        _write = write;
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

    /// <summary>The main reason, for an application to write in its own words.</summary>
    public Reason Reason { get; }

    /// <summary>
    /// The main reason in a few words, such as "people who like Alien like it too" or "same genre": in English, or as
    /// <see cref="RecommenderOptions{TUser}.WriteReason"/> writes it.
    /// </summary>
    public string Why => _write(Reason);

    /// <inheritdoc/>
    public override string ToString() => $"{Item}: {Why}";
}
