using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Serving.Internals;

namespace WeightlessNet.Serving;

/// <content>The main reason of a score.</content>
public sealed partial class Recommender<TUser, TItem>
{
    // The popularity of an item is compared with that of the next after so many of the user's best, up to so many.
    private const int Leading = 10;
    private const int MostCompared = 30;

    /// <summary>The main reason of a score: its largest part, for an application to write in its own words.</summary>
    /// <remarks>
    /// <para>
    /// A pinned item is listed because it is pinned. Otherwise the reason is the largest of what the user's controls add, what the user
    /// thinks of items like it (by its fields, its mean rating and its popularity), what people with similar ratings like (the central
    /// models and the audience), what people like who are described like the user, how all people rate the item, and how popular it is.
    /// What is the same for every item is no reason. Nor is a popularity that others have too: from it, the mean of the items just below
    /// the best is subtracted, the 11th to 30th best unrated items of the user; if they are less popular than what is usually liked,
    /// nothing is. If no part is above 0, it is a guess.
    /// </para>
    /// <para>
    /// If the user's taste is the largest part, the user's rating that says most for the item is named, unless it makes up less than a
    /// tenth of what ratings say for it. Only items that are in the catalog are named and, of events, only those with a total above 0. A
    /// field is named if it makes up at least a third of all that speaks for the item, with popularity compared in the same way; together
    /// with a rating only if both items have something in common in it, and with that as its value.
    /// </para>
    /// <para>
    /// Ranks the user's best items for the comparison. The reasons of one list share it: read <see cref="Suggestion{TItem}.Reason"/> there.
    /// </para>
    /// </remarks>
    /// <param name="explanation">An explanation of this recommender.</param>
    /// <exception cref="ArgumentNullException"><paramref name="explanation"/> is null.</exception>
    public Reason ReasonOf(Explanation explanation)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        return ReasonAmong(explanation, UsualPopularityFor(explanation.User));
    }

    private Reason ReasonAmong(Explanation explanation, double usualPopularity)
    {
        Reason reason = new MainReason(
            explanation, (field, other) => ValueOf(explanation.Item, other, field), NameOf, usualPopularity, IsNamed).Find();
        return WithLevel(reason) with { IsOfEvents = _options.Events is not null };
    }

    // "Because you chose" must not name what was given back. Of an item that was removed, only the key is known, which says nothing to
    // people.
    private bool IsNamed(RatingContribution part) =>
        _items.IsAvailable(part.Item) && (_options.Events is null || part.Value > 0);

    /// <summary>
    /// What a value of a field means that the library describes in English: a level such as "above 1994" or "after 2019-08-02", or "yes"
    /// and "no" of a flag. With it, <see cref="TunableFields"/> and controls can be shown in another language.
    /// </summary>
    /// <param name="field">The name of a field of the schema.</param>
    /// <param name="value">The value, as in <see cref="TunableFields"/>, in a control or in a reason.</param>
    /// <returns>Null for a word, for "known", and for what is no value of the field.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public FieldLevel? LevelOf(string field, string value)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(value);
        return _models?.Schema?.EncoderOf(field)?.LevelOf(value);
    }

    // A field of users may have the name of one of items.
    private Reason WithLevel(in Reason reason) => reason is { Field: { } field, Value: { } value }
        ? reason with
        {
            Level = reason.Kind == ReasonKind.UsersAlike ? _options.Users?.LevelOf(field, value) : LevelOf(field, value),
        }
        : reason;

    /// <summary>
    /// The main reason of a score in a few words, such as "because you rated Alien 5": that of <see cref="ReasonOf"/> in English, or as
    /// <see cref="RecommenderOptions{TUser}.WriteReason"/> writes it.
    /// </summary>
    /// <param name="explanation">An explanation of this recommender.</param>
    /// <exception cref="ArgumentNullException"><paramref name="explanation"/> is null.</exception>
    public string Why(Explanation explanation) => _writeReason(ReasonOf(explanation));

    // What popularity adds, in the mean, to the scores of the unrated items just below the best of a user; of few items, of the lower half.
    private double UsualPopularityFor(int user)
    {
        if (_models is not { } models || user == Unknown)
        {
            return 0;
        }

        ScoredItem[] best = new ScoredItem[Math.Min(MostCompared, models.Pair.ItemCount)];
        int found = models.Pair.Lists.Recommend(user, best, Filter(models));
        return models.Pair.Lists.PopularityOf(user, best.AsSpan(0, found)[Math.Min(Leading, found / 2)..]);
    }

    // The item's value in a field or, with another item, what both have in it.
    private string? ValueOf(int item, int? other, string field)
    {
        int last = Math.Max(item, other ?? item);
        return _models is not { } models || item < 0 || last >= models.Pair.ItemCount ? null
            : other is int compared ? models.CatalogWith(last).SharedValueOf(item, compared, field)
            : models.CatalogWith(last).ValueOf(item, field);
    }
}
