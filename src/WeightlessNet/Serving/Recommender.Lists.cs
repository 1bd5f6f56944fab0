using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using WeightlessNet.Bits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Serving.Internals;
using WeightlessNet.Serving.Internals.Telemetry;

namespace WeightlessNet.Serving;

/// <content>Lists of a given shape.</content>
public sealed partial class Recommender<TUser, TItem>
{
    /// <summary>
    /// A list for a user in a given shape: varied, close to the user's own mix, within rules, with some items of which little is known.
    /// Items that the user has rated are left out, unless the shape says otherwise.
    /// </summary>
    /// <param name="user">The user; may be unknown.</param>
    /// <param name="count">The number of items wanted, 0 or more; fewer are returned only if no further item may be listed.</param>
    /// <param name="shape">The shape, which also says which items to list always and never.</param>
    /// <returns>The items with their reasons, in the order to show them, which need not be that of their scores.</returns>
    /// <remarks>
    /// What the user has hidden or pinned, and a decorator of the options, count as in any list. Takes longer than a list without a
    /// shape: it ranks at least a hundred items, and all items if the rules cannot be met with those. With exploration it
    /// ranks twice.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="user"/> or <paramref name="shape"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public IReadOnlyList<Suggestion<TItem>> Recommend(TUser user, int count, ListShape<TItem> shape)
    {
        int userId = IdOf(user);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentNullException.ThrowIfNull(shape);
        long began = RecommenderMeter.BeginList();
        int[] always = [.. shape.Always.Select(_items.Find).Where(static id => id >= 0)];
        IReadOnlyList<Suggestion<TItem>> list = shape.IsRanking
            ? ListFor(userId, count, shape.Where, shape.Never, always, shape.ListsKnown)
            : ShapedFor(userId, count, shape, always);
        _meter.EndList(began);
        return list;
    }

    private List<Suggestion<TItem>> ShapedFor(int userId, int count, ListShape<TItem> shape, int[] always)
    {
        if (_models is not { } models || count == 0)
        {
            return [];
        }

        models.RefreshControls();
        RatedItem[] listed = shape.ListsKnown ? RatedBy(models, userId) : [];
        ListFilter ranked = FilterOf(models, shape, Allowed(shape.Where, models.Pair.ItemCount), listed);
        List<ScoredItem> list = Shaped(models, userId, count, shape, always, ranked, out HashSet<int> explored);
        return SuggestionsOf(userId, list, shape.Where, explored, known: ranked.Known);
    }

    private ListFilter FilterOf(ServedModels<TItem> models, ListShape<TItem> shape, ulong[]? allowed, RatedItem[] listed) => new(
        Excluded(shape.Never, listed),
        allowed,
        shape.Novelty > 0 ? models.Pair.Lists.DiscountsOf(shape.Novelty) : [],
        ItemsOf(listed));

    // The list in the order to show it, and which items of it are explored.
    private List<ScoredItem> Shaped(
        ServedModels<TItem> models,
        int userId,
        int count,
        ListShape<TItem> shape,
        int[] always,
        ListFilter ranked,
        out HashSet<int> explored)
    {
        int itemCount = models.Pair.ItemCount;
        int wanted = Math.Min(count, itemCount);
        HashSet<int> leading = [.. always];
        foreach (TuningControl control in models.ControlsOf(userId))
        {
            if (control is { Kind: TuningKind.Pin, Item: int pinned })
            {
                leading.Add(pinned);
            }
        }

        HashSet<int> known = shape.KnownShare > 0 ? ListableOf(models, userId, ranked) : [];
        KnownOrder? order = known.Count > 0 ? OrderOf(models, userId, known, ranked, leading) : null;
        ListPool pool = new(
            size =>
            {
                RecommendationFilter filter = ranked.Filter with { First = always, RanksRated = shape.ListsKnown };
                List<ScoredItem> best = Rank(models, userId, size, filter, out bool isAll);
                return (order?.In(best) ?? best, isAll);
            },
            itemCount,
            wanted);
        int first = 0;
        while (first < wanted && pool.TryGet(first, out ScoredItem front) && leading.Contains(front.Item))
        {
            first++;
        }

        ListRules rules = new(
            [.. shape.Limits.Select(limit => (limit.Most, ValuesBy(limit.Values)))],
            [.. shape.Minimums.Select(minimum => (LeastOf(minimum.Share, wanted), KindBy(minimum.Which)))],
            shape.KnownShare is double share and > 0 ? ListShare.Of(known, share, wanted) : null);
        ShapedList filled = new(pool, rules)
        {
            Diversity = shape.Diversity > 0 ? (shape.Diversity, LikenessIn(models, pool)) : null,
            Mix = shape.Mix is { Weight: > 0 } mix && MixtureOf(models, userId, mix) is { } liked ? (mix.Weight, liked) : null,
            Exploration = shape.Exploration > 0 ? Explore(models, userId, shape, pool, (first, wanted), ranked) : null,
        };
        List<ScoredItem> list = filled.Fill(wanted, first);
        list = order is null ? list : list.ConvertAll(order.WithOwnScore);
        if (shape.Novelty > 0)
        {
            // The order is that of discounted scores; what is shown is the score itself.
            list = [.. list.Select(one => one with { Score = one.Score - models.Pair.Lists.ToScore(ranked.DiscountOf(one.Item)) })];
        }

        explored = filled.Explored;
        return list;
    }

    // What the user knows and the ranking can have, so that nothing is looked for that is not there.
    private HashSet<int> ListableOf(ServedModels<TItem> models, int userId, ListFilter ranked) =>
    [
        .. ranked.Known.Where(item => _items.IsAvailable(item) && ranked.Filter.Allows(item, 0) && !ranked.Excluded.Contains(item)
            && !models.Tuned.Hides(userId, item)),
    ];

    private KnownOrder OrderOf(
        ServedModels<TItem> models, int userId, HashSet<int> known, ListFilter ranked, HashSet<int> leading)
    {
        ulong[] allowed = new ulong[BitSlice.WordCount(models.Pair.ItemCount)];
        foreach (int item in known)
        {
            allowed[item >> 6] |= 1ul << item;
        }

        List<ScoredItem> scored = Rank(
            models, userId, known.Count, ranked.Filter with { Allowed = allowed, RanksRated = true }, out _);
        return new KnownOrder(RatedBy(models, userId), scored, leading);
    }

    private static RatedItem[] RatedBy(ServedModels<TItem> models, int userId) =>
        userId == Unknown ? [] : models.Pair.Ratings.Export(userId).Ratings.ToArray();

    private static HashSet<int> ItemsOf(RatedItem[] ratings) => [.. ratings.Select(static rated => rated.Item)];

    // What a list is made of, what is added to scores, and what of it the user knows.
    private readonly record struct ListFilter(int[] Excluded, ulong[]? Allowed, int[] Discounts, HashSet<int> Known)
    {
        public RecommendationFilter Filter => new() { Excluded = Excluded, Allowed = Allowed, Adjustments = Discounts };

        // Items that were added since have none.
        public int DiscountOf(int item) => item < Discounts.Length ? Discounts[item] : 0;
    }

    // What a list must not have. What the user does not like is not listed again.
    private int[] Excluded(IEnumerable<TItem>? except, RatedItem[] listed) =>
        [.. (except ?? []).Select(_items.Find), .. Array.FindAll(listed, IsDisliked).Select(static one => one.Item)];

    // The best items, without those that were removed since the filter was made.
    private List<ScoredItem> Rank(ServedModels<TItem> models, int userId, int count, in RecommendationFilter filter, out bool isAll)
    {
        ScoredItem[] scored = ArrayPool<ScoredItem>.Shared.Rent(count);
        try
        {
            int found = models.Answers.Recommend(userId, scored.AsSpan(0, count), filter);
            isAll = found < count;
            List<ScoredItem> ranked = new(found);
            foreach (ScoredItem one in scored.AsSpan(0, found))
            {
                if (_items.IsAvailable(one.Item))
                {
                    ranked.Add(one);
                }
            }

            return ranked;
        }
        finally
        {
            ArrayPool<ScoredItem>.Shared.Return(scored, clearArray: true);
        }
    }

    // Without items that were removed since, or that changed to what the list must not have.
    private List<Suggestion<TItem>> SuggestionsOf(
        int userId,
        List<ScoredItem> ranked,
        Func<TItem, bool>? where,
        HashSet<int>? explored = null,
        Func<int, Reason>? reasonOf = null,
        HashSet<int>? known = null)
    {
        List<Suggestion<TItem>> list = new(ranked.Count);

        // All reasons of a list compare with the same items, when the first of them is read.
        Lazy<double> usual = new(() => UsualPopularityFor(userId));
        foreach (ScoredItem one in ranked)
        {
            int id = one.Item;
            if (TryShow(userId, id, out TItem? item) && where?.Invoke(item) != false)
            {
                Reason? given = reasonOf?.Invoke(id);
                list.Add(new(
                    item,
                    one.Score,
                    () => InAmounts(_models!.Answers.Explain(userId, id)),
                    suggestion => given ?? ReasonAmong(suggestion.Explanation, usual.Value),
                    _writeReason)
                {
                    IsExplored = explored?.Contains(id) == true,
                    IsKnown = known?.Contains(id) == true,
                });
            }
        }

        return list;
    }

    // Whether an item is in the catalog and no control hides it. Controls see the values of a record as long as it can be found, so they
    // are asked between two looks at the same record.
    private bool TryShow(int userId, int id, [MaybeNullWhen(false)] out TItem item)
    {
        for (object? record = _items.RecordOf(id); record is not null;)
        {
            ServedModels<TItem> models = _models!;
            models.RefreshControls();
            bool isHidden = models.Tuned.Hides(userId, id);
            object? then = _items.RecordOf(id);
            if (ReferenceEquals(record, then))
            {
                item = (TItem)record;
                return !isHidden;
            }

            record = then;
        }

        item = default;
        return false;
    }

    // Rounded up, but not because 0.1 and its like are a little more or less than they look.
    private static int LeastOf(double share, int count) => (int)Math.Ceiling((share * count) - 1e-9);

    private Func<int, string[]> ValuesBy(Func<TItem, IEnumerable<string?>?> values) => id =>
        _items.TryGet(id, out TItem item) ? [.. (values(item) ?? []).OfType<string>().Distinct(StringComparer.Ordinal)] : [];

    private Func<int, bool> KindBy(Func<TItem, bool> which) => id => _items.TryGet(id, out TItem item) && which(item);

    private static ItemLikeness LikenessIn(ServedModels<TItem> models, ListPool pool)
    {
        int last = 0;
        for (int i = 0; i < pool.Near; i++)
        {
            last = Math.Max(last, pool[i].Item);
        }

        return new ItemLikeness(models.CatalogWith(last));
    }

    private ListMixture? MixtureOf(ServedModels<TItem> models, int userId, ListMix<TItem> mix) =>
        userId == Unknown
            ? null
            : ListMixture.Of(LikesOf(models.Pair.Ratings.Export(userId).Ratings).Select(static liked => liked.Item), ValuesBy(mix.Values));

    // What would not be listed otherwise: the next of the ranking, and as many of all other items, drawn by chance.
    private ListExploration Explore(
        ServedModels<TItem> models, int userId, ListShape<TItem> shape, ListPool pool, (int Start, int End) places, ListFilter ranked)
    {
        // Something new, also where lists may repeat what the user knows.
        List<ScoredItem> candidates = [];
        for (int i = places.End; i < pool.Near; i++)
        {
            if (!ranked.Known.Contains(pool[i].Item))
            {
                candidates.Add(pool[i]);
            }
        }

        // Another draw for each user.
        ulong seed = new SplitMix64(shape.Seed).Next() ^ (ulong)userId;
        int itemCount = models.Pair.ItemCount;
        if (pool.Near < itemCount)
        {
            ulong[] sample = ListExploration.Sample(ranked.Allowed, itemCount, pool.Near, seed);
            List<ScoredItem> far = Rank(models, userId, pool.Near, ranked.Filter with { Allowed = sample }, out _);
            candidates.AddRange(far.Where(one => !pool.Contains(one.Item)));
        }

        double[] deviations = new double[candidates.Count];
        ReadOnlySpan<ScoredItem> all = CollectionsMarshal.AsSpan(candidates);
        models.Pair.Lists.WriteDeviations(userId, all, deviations);
        return ListExploration.Draw(shape.Exploration, seed, places, all, deviations);
    }
}
