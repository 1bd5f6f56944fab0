using WeightlessNet.Recommenders;
using WeightlessNet.Serving.Internals;

namespace WeightlessNet.Serving;

/// <content>The main reason of a score.</content>
public sealed partial class Recommender<TUser, TItem>
{
    /// <summary>The main reason of a score: its largest part, for an application to write in its own words.</summary>
    /// <remarks>
    /// <para>
    /// A pinned item is listed because it is pinned. Otherwise the reason is the largest of what the user's controls add, what the user
    /// thinks of items like it (by its fields, its mean rating and its popularity), what people with similar ratings like (the central
    /// models and the audience), how all people rate the item, and how popular it is. What is the same for every item is no reason. If no
    /// part is above 0, it is a guess.
    /// </para>
    /// <para>
    /// If the user's taste is the largest part, the user's rating that says most for the item is named, unless it makes up less than a tenth of
    /// what ratings say for it. Of events, only items with a total above 0 are named. A field is named if it makes up at least a third of
    /// all that speaks for the item.
    /// </para>
    /// </remarks>
    /// <param name="explanation">An explanation of this recommender.</param>
    /// <exception cref="ArgumentNullException"><paramref name="explanation"/> is null.</exception>
    public Reason ReasonOf(Explanation explanation)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        bool isOfEvents = _options.Events is not null;

        // "Because you chose" must not name what was given back.
        float namedAbove = isOfEvents ? 0 : float.NegativeInfinity;
        Reason reason = new MainReason(explanation, field => ValueOf(explanation.Item, field), NameOf, namedAbove).Find();
        return reason with { IsOfEvents = isOfEvents };
    }

    /// <summary>
    /// The main reason of a score in a few words, such as "because you rated Alien 5": that of <see cref="ReasonOf"/> in English, or as
    /// <see cref="RecommenderOptions{TUser}.WriteReason"/> writes it.
    /// </summary>
    /// <param name="explanation">An explanation of this recommender.</param>
    /// <exception cref="ArgumentNullException"><paramref name="explanation"/> is null.</exception>
    public string Why(Explanation explanation) => _writeReason(ReasonOf(explanation));

    private string? ValueOf(int item, string field) =>
        _models is { } models && (uint)item < (uint)models.Pair.ItemCount ? models.CatalogWith(item).ValueOf(item, field) : null;
}
