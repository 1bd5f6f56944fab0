using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Serving.Internals;
using WeightlessNet.Serving.Internals.Telemetry;

namespace WeightlessNet.Serving;

/// <content>Predictions, lists, reasons and counterfactuals.</content>
public sealed partial class Recommender<TUser, TItem>
{
    /// <summary>Predicts a user's rating of an item; both may be unknown.</summary>
    /// <returns>The predicted rating, on the <see cref="Scale"/>.</returns>
    /// <exception cref="InvalidOperationException">The recommender learns events.</exception>
    /// <exception cref="ArgumentNullException">A key is null.</exception>
    public double Predict(TUser user, TItem item)
    {
        ThrowIfEvents();
        int userId = IdOf(user);
        ArgumentNullException.ThrowIfNull(item);
        int itemId = _items.Find(item);
        return _models is { } models
            ? models.Answers.Predict(userId, itemId < 0 ? Unknown : itemId)
            : Scale.Clamp((Scale.Minimum + (double)Scale.Maximum) / 2);
    }

    /// <summary>The best items for a user, best first. Items that the user has rated are left out.</summary>
    /// <param name="user">The user; may be unknown.</param>
    /// <param name="count">The number of items wanted, 0 or more; fewer are returned if there are no more.</param>
    /// <param name="where">Which items may be recommended; all if null. Called on the calling thread, for items in no stated order.</param>
    /// <param name="except">Items to leave out; none if null. Unknown and removed ones are ignored.</param>
    /// <returns>The items with their reasons.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="user"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    [OverloadResolutionPriority(1)]
    public IReadOnlyList<Suggestion<TItem>> Recommend(
        TUser user, int count, Func<TItem, bool>? where = null, IEnumerable<TItem>? except = null)
    {
        int userId = IdOf(user);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        long began = RecommenderMeter.BeginList();
        List<Suggestion<TItem>> list = ListFor(userId, count, where, except, [], ranksRated: false);
        _meter.EndList(began);
        return list;
    }

    private List<Suggestion<TItem>> ListFor(
        int userId, int count, Func<TItem, bool>? where, IEnumerable<TItem>? except, int[] first, bool ranksRated)
    {
        if (_models is not { } models || count == 0)
        {
            return [];
        }

        models.RefreshControls();
        int itemCount = models.Pair.ItemCount;
        RatedItem[] listed = ranksRated ? RatedBy(models, userId) : [];
        RecommendationFilter filter = new()
        {
            Excluded = Excluded(except, listed),
            Allowed = Allowed(where, itemCount),
            First = first,
            RanksRated = ranksRated,
        };
        List<ScoredItem> ranked = Rank(models, userId, Math.Min(count, itemCount), filter, out _);
        return SuggestionsOf(userId, ranked, where, known: ranksRated ? ItemsOf(listed) : null);
    }

    /// <summary>Explains the score by which an item is ranked for a user.</summary>
    /// <remarks>
    /// The items in it are ids. Some may have been removed from the catalog after the user rated them: use <see cref="NameOf"/>, or
    /// <see cref="TryGetItemById"/>.
    /// </remarks>
    /// <param name="user">The user; may be unknown.</param>
    /// <param name="item">An item that was added; it may have been removed since.</param>
    /// <exception cref="ArgumentNullException">A key is null.</exception>
    /// <exception cref="ArgumentException">The item was never added.</exception>
    public Explanation Explain(TUser user, TItem item)
    {
        ServedModels<TItem> models = ModelsFor(item);
        models.RefreshControls();
        return InAmounts(models.Answers.Explain(IdOf(user), _items.Find(item)));
    }

    /// <summary>Explains a predicted rating, by the same parts as <see cref="Explain"/> but in units of the <see cref="Scale"/>.</summary>
    /// <remarks>Its score is not limited to the scale, as that of <see cref="Predict"/> is, and no decorator changes it.</remarks>
    /// <inheritdoc cref="Explain"/>
    /// <exception cref="InvalidOperationException">The recommender learns events.</exception>
    public Explanation ExplainRating(TUser user, TItem item)
    {
        ThrowIfEvents();
        return ModelsFor(item).Pair.ExplainRating(IdOf(user), _items.Find(item));
    }

    /// <summary>
    /// The RAM cell of each node of the user's own networks that an item addresses, and what the cell adds to the score by which the item
    /// is ranked. Their sum is that of <see cref="Explanation.ByField"/>. No decorator and no control changes it.
    /// </summary>
    /// <param name="user">The user; may be unknown.</param>
    /// <param name="item">An item that was added; it may have been removed since.</param>
    /// <returns>One cell for each node; none for a user without ratings, who has no networks.</returns>
    /// <remarks>Thread-safe. It takes about as long as <see cref="Explain"/>, and allocates a few hundred small objects.</remarks>
    /// <exception cref="ArgumentNullException">A key is null.</exception>
    /// <exception cref="ArgumentException">The item was never added.</exception>
    public IReadOnlyList<CellVote> CellsOf(TUser user, TItem item) => ModelsFor(item).Pair.Lists.CellsOf(IdOf(user), _items.Find(item));

    /// <summary>
    /// An item by its id in an <see cref="Explanation"/>, a <see cref="Counterfactual"/> or a control. The user may have rated it before it
    /// was removed from the catalog: use <see cref="TryGetItemById"/> or <see cref="NameOf"/> where items are removed.
    /// </summary>
    /// <param name="id">The id.</param>
    /// <exception cref="ArgumentOutOfRangeException">No item has this id, or it is not in the catalog any longer.</exception>
    public TItem ItemOf(int id)
    {
        if (_items.TryGet(id, out TItem item))
        {
            return item;
        }

        int count = _items.Count;
        throw new ArgumentOutOfRangeException(nameof(id), id, (uint)id < (uint)count
            ? $"The item '{_items.TextOf(id)}' with this id was removed from the catalog. Use {nameof(TryGetItemById)} or {nameof(NameOf)}."
            : $"No item has this id. {count} items have been added.");
    }

    /// <summary>An item by its id in an <see cref="Explanation"/>, a <see cref="Counterfactual"/> or a control.</summary>
    /// <param name="id">The id.</param>
    /// <param name="item">The item.</param>
    /// <returns>Whether the catalog has an item with this id; false if it was removed.</returns>
    /// <remarks>Thread-safe.</remarks>
    public bool TryGetItemById(int id, [MaybeNullWhen(false)] out TItem item) => _items.TryGet(id, out item);

    /// <summary>
    /// How an item is called in reasons, by its id in an <see cref="Explanation"/>, a <see cref="Counterfactual"/> or a control.
    /// </summary>
    /// <param name="id">The id.</param>
    /// <returns>
    /// What <see cref="ItemSchema{TItem}.Name"/> says; of an item that was removed from the catalog, the text of its key.
    /// </returns>
    /// <remarks>Thread-safe if the schema's function is.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">No item that was ever added has this id.</exception>
    public string NameOf(int id) => _items.TryGet(id, out TItem item) ? _schema.NameOf(item) : _items.TextOf(id);

    /// <summary>Where an item stands in a user's list of all items. One that was removed has a score and no rank.</summary>
    /// <param name="user">The user; may be unknown.</param>
    /// <param name="item">An item that was added; it may have been removed since.</param>
    /// <exception cref="ArgumentNullException">A key is null.</exception>
    /// <exception cref="ArgumentException">The item was never added.</exception>
    public Standing StandingOf(TUser user, TItem item)
    {
        ServedModels<TItem> models = ModelsFor(item);
        models.RefreshControls();
        return models.Answers.StandingOf(IdOf(user), _items.Find(item), Filter(models));
    }

    /// <summary>Where an item would stand if the user rated another one, or this one.</summary>
    /// <param name="user">The user; must be known.</param>
    /// <param name="rated">The item that would be rated; it was added, and may have been removed since.</param>
    /// <param name="rating">
    /// The rating, on the <see cref="Scale"/>; or the total of events, rounded to the <see cref="EventOptions.Decimals"/>, and then not 0.
    /// </param>
    /// <param name="item">The item in question; it was added, and may have been removed since.</param>
    /// <exception cref="ArgumentNullException">A key is null.</exception>
    /// <exception cref="ArgumentException">An item was never added, or the user is unknown.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rating is not on the scale, or the total is 0 or too great.</exception>
    public Standing IfRated(TUser user, TItem rated, float rating, TItem item)
    {
        ServedModels<TItem> models = ModelsFor(item);
        models.RefreshControls();
        float value = _options.Events is { } events ? events.Nearest(rating, nameof(rating)) : rating;
        Rating supposed = new(KnownUser(user), KnownItem(rated, nameof(rated)), value, 0);
        return models.Answers.IfRated(supposed, _items.Find(item), Filter(models));
    }

    /// <summary>Where an item would stand without one of the user's ratings.</summary>
    /// <param name="user">The user; must have rated <paramref name="rated"/>.</param>
    /// <param name="rated">The item whose rating is left out.</param>
    /// <param name="item">The item in question; it was added, and may have been removed since.</param>
    /// <exception cref="ArgumentNullException">A key is null.</exception>
    /// <exception cref="ArgumentException">An item was never added, or the user has not rated <paramref name="rated"/>.</exception>
    public Standing WithoutRating(TUser user, TItem rated, TItem item)
    {
        ServedModels<TItem> models = ModelsFor(item);
        models.RefreshControls();
        (int userId, int ratedId) = (KnownUser(user), KnownItem(rated, nameof(rated)));
        return models.Pair.Lists.RatingOf(userId, ratedId) is not null
            ? models.Answers.WithoutRating(userId, ratedId, _items.Find(item), Filter(models))
            : throw new ArgumentException($"The user '{user}' has not rated '{NameOf(ratedId)}'.", nameof(rated));
    }

    /// <summary>The past ratings and controls whose removal would change the standing of an item most.</summary>
    /// <param name="user">The user; may be unknown.</param>
    /// <param name="item">An item that was added; it may have been removed since.</param>
    /// <param name="count">The maximum number of results, 0 or more.</param>
    /// <returns>
    /// Those that change most come first. Items in it are ids, as in <see cref="Explain"/>: some may have been removed since.
    /// </returns>
    /// <exception cref="ArgumentNullException">A key is null.</exception>
    /// <exception cref="ArgumentException">The item was never added.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public IReadOnlyList<Counterfactual> WhatWouldChange(TUser user, TItem item, int count)
    {
        ServedModels<TItem> models = ModelsFor(item);
        models.RefreshControls();
        IReadOnlyList<Counterfactual> found = models.Answers.WhatWouldChange(IdOf(user), _items.Find(item), count, Filter(models));
        return _options.Events is null ? found : [.. found.Select(InAmounts)];
    }

    /// <summary>A user's ratings of items that are in the catalog, in the order of the items' ids.</summary>
    /// <param name="user">The user; may be unknown.</param>
    /// <exception cref="ArgumentNullException"><paramref name="user"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The recommender learns events: use <see cref="EventsOf"/>.</exception>
    public IReadOnlyList<ItemRating<TItem>> RatingsOf(TUser user)
    {
        ThrowIfEvents();
        return StoredOf(user);
    }

    private List<ItemRating<TItem>> StoredOf(TUser user)
    {
        int id = IdOf(user);
        List<ItemRating<TItem>> ratings = [];
        if (_models is not { } models || id == Unknown)
        {
            return ratings;
        }

        foreach (RatedItem rated in models.Pair.Ratings.Export(id).Ratings)
        {
            if (_items.TryGet(rated.Item, out TItem item))
            {
                ratings.Add(new ItemRating<TItem>(item, rated.Value, TimeOf(rated.Timestamp)));
            }
        }

        return ratings;
    }

    private static DateTimeOffset? TimeOf(long timestamp) => timestamp == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(timestamp);

    private RecommendationFilter Filter(ServedModels<TItem> models) => new() { Allowed = Allowed(null, models.Pair.ItemCount) };

    // The allowed items as bits; null if all are.
    private ulong[]? Allowed(Func<TItem, bool>? where, int itemCount)
    {
        // Models may know items that are just being added.
        ulong[]? available = _items.Available;
        if (where is null && (available is not null || itemCount <= _items.Count))
        {
            return available;
        }

        ulong[] allowed = new ulong[(itemCount + 63) / 64];
        for (int id = 0; id < itemCount; id++)
        {
            if (_items.TryGet(id, out TItem item) && where?.Invoke(item) != false)
            {
                allowed[id >> 6] |= 1ul << id;
            }
        }

        return allowed;
    }

    private int KnownUser(TUser user) => IdOf(user) is int id and not Unknown
        ? id
        : throw new ArgumentException($"The user '{user}' has no ratings to compare with. Learn one first.", nameof(user));
}
