using WeightlessNet.Recommenders;

namespace WeightlessNet.Serving;

/// <summary>An item of a list of recommendations, with its score and the reason.</summary>
/// <typeparam name="TItem">The type of the items.</typeparam>
/// <remarks>
/// The explanation is computed when it is first read, from the user's ratings at that time. Thread-safe if the application's writer of
/// reasons is.
/// </remarks>
public sealed class Suggestion<TItem>
{
    private readonly Func<Explanation> _explain;
    private readonly Func<Suggestion<TItem>, Reason> _reasonOf;
    private readonly Func<Reason, string> _write;
    private Explanation? _explanation;

    internal Suggestion(
        TItem item, double score, Func<Explanation> explain, Func<Suggestion<TItem>, Reason> reasonOf, Func<Reason, string> write)
    {
        Item = item;
        Score = score;
        _explain = explain;
        _reasonOf = reasonOf;
        _write = write;
    }

    /// <summary>The item.</summary>
    public TItem Item { get; }

    /// <summary>The score by which items are ranked, in bits: one more roughly doubles the odds that the user likes the item.</summary>
    public double Score { get; }

    /// <summary>
    /// Whether the item has its place because little is known of it, see <see cref="ListShape{TItem}.Exploration"/>.
    /// </summary>
    public bool IsExplored { get; internal init; }

    /// <summary>
    /// Whether the user had rated or chosen the item when the list was made: only in lists that may repeat what the user knows, see
    /// <see cref="ListShape{TItem}.RanksRated"/>.
    /// </summary>
    public bool IsKnown { get; internal init; }

    /// <summary>
    /// The parts of the score, which sum to <see cref="Explanation.Score"/>. That is <see cref="Score"/>, unless something was learned or
    /// forgotten between the list and the first reading: read it at once if you show both.
    /// </summary>
    public Explanation Explanation => _explanation ??= _explain();

    /// <summary>
    /// The main reason, for an application to write in its own words: the largest part of the score, of popularity only what the next
    /// items do not have too, see <see cref="Recommender{TUser, TItem}.ReasonOf"/>. In a <see cref="LikedList{TItem}"/>, what
    /// the item has in common with the liked one.
    /// </summary>
    public Reason Reason => _reasonOf(this);

    /// <summary>
    /// The main reason in a few words, such as "because you rated Alien 5": in English, or as
    /// <see cref="RecommenderOptions{TUser}.WriteReason"/> writes it.
    /// </summary>
    public string Why => _write(Reason);

    /// <inheritdoc/>
    public override string ToString() => $"{Item}: {Why}";
}
