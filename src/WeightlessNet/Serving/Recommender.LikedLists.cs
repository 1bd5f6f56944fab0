using System.Runtime.CompilerServices;
using WeightlessNet.Bits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Serving.Internals;
using WeightlessNet.Serving.Internals.Telemetry;

namespace WeightlessNet.Serving;

/// <content>Lists by what a user likes.</content>
public sealed partial class Recommender<TUser, TItem>
{
    // So many of the most similar items are looked at for each place of a list, and for a list at least.
    private const int SimilarPerPlace = 3;
    private const int LeastSimilar = 20;
    private const int SimilarGrowth = 4;

    // A shape has more to choose from.
    private const int ShapedPerPlace = 10;
    private const int LeastShaped = 100;

    // So many liked items are tried for each list, and some more: comparing one with a great catalog takes long.
    private const int TriedPerList = 4;
    private const int LeastTried = 20;

    /// <summary>
    /// Several lists in one go, each with items that are like one that the user likes: "because you liked Alien". No item is in two lists,
    /// and none that the user has rated or hidden.
    /// </summary>
    /// <param name="user">The user; may be unknown.</param>
    /// <param name="lists">The number of lists wanted, 0 or more; fewer are returned if the user does not like as many items.</param>
    /// <param name="count">The number of items wanted in each list, 0 or more.</param>
    /// <param name="where">Which items may be listed; all if null. Called on the calling thread, for items in no stated order.</param>
    /// <param name="except">
    /// Items to leave out, such as those of another list on the page; none if null. Unknown and removed ones are ignored.
    /// </param>
    /// <returns>
    /// The lists, that of the item rated highest first, or with the greatest total of events, and of equal ones the latest. None is empty.
    /// </returns>
    /// <remarks>
    /// The reason of an item is what it has in common with the liked one, as in <see cref="SimilarItems"/>; its
    /// <see cref="Suggestion{TItem}.Explanation"/> is that of its score, as in any list.
    /// A list has the best for the user of the unrated items that are most like the liked one, three times as many as wanted and 20 at
    /// least, by <see cref="SimilarItems"/>. If too few of these may be listed, less similar ones follow. Liked items that were removed
    /// from the catalog get no list, nor do those that the user's controls hide, nor those that no other item is like. Each liked item that
    /// is tried is compared with the whole catalog, so at most 4 for each list wanted and 20 more are tried: of somebody with more likes
    /// there may be fewer lists than wanted if many of them get none.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="user"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lists"/> or <paramref name="count"/> is negative.</exception>
    [OverloadResolutionPriority(1)]
    public IReadOnlyList<LikedList<TItem>> RecommendByLikes(
        TUser user, int lists, int count, Func<TItem, bool>? where = null, IEnumerable<TItem>? except = null) =>
        RecommendByLikes(user, lists, count, new ListShape<TItem> { Where = where, Never = [.. except ?? []] });

    /// <summary>
    /// Several lists in one go in a given shape, each with items that are like one that the user likes. No item is in two lists.
    /// </summary>
    /// <inheritdoc cref="RecommendByLikes(TUser, int, int, Func{TItem, bool}, IEnumerable{TItem})"/>
    /// <param name="user">The user; may be unknown.</param>
    /// <param name="lists">The number of lists wanted, 0 or more; fewer are returned if the user does not like as many items.</param>
    /// <param name="count">The number of items wanted in each list, 0 or more.</param>
    /// <param name="shape">
    /// The shape of each list. <see cref="ListShape{TItem}.Always"/> has no effect, because a list has what is like the liked item; limits
    /// and minimums hold for each list by itself.
    /// </param>
    /// <remarks>
    /// The reason of an item is what it has in common with the liked one, as in <see cref="SimilarItems"/>. A list with a shape beyond
    /// which items it may have chooses among ten times as many of the most similar items as wanted and 100 at least, or more if these do
    /// not fill it. Otherwise as without a shape.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="user"/> or <paramref name="shape"/> is null.</exception>
    public IReadOnlyList<LikedList<TItem>> RecommendByLikes(TUser user, int lists, int count, ListShape<TItem> shape)
    {
        int userId = IdOf(user);
        ArgumentOutOfRangeException.ThrowIfNegative(lists);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentNullException.ThrowIfNull(shape);
        HashSet<int> unlisted = [.. shape.Never.Select(_items.Find)];
        List<LikedList<TItem>> made = [];
        if (_models is not { } models || userId == Unknown || count == 0)
        {
            return made;
        }

        long began = RecommenderMeter.BeginList();
        models.RefreshControls();
        ulong[]? allowed = Allowed(shape.Where, models.Pair.ItemCount);
        RatedItem[] ratings = RatedBy(models, userId);
        HashSet<int> known = ItemsOf(ratings);
        RatedItem[] listed = shape.ListsKnown ? ratings : [];
        unlisted.UnionWith(shape.ListsKnown ? ItemsOf(Array.FindAll(ratings, IsDisliked)) : known);
        long left = (TriedPerList * (long)lists) + LeastTried;
        foreach (RatedItem liked in LikesOf(ratings))
        {
            if (made.Count == lists || left == 0)
            {
                break;
            }

            if (_items.TryGet(liked.Item, out TItem item) && !models.Tuned.Hides(userId, liked.Item))
            {
                left--;
                Dictionary<int, Reason> reasons = [];
                HashSet<int> explored = [];
                List<ScoredItem> best = LikeItem(models, userId, liked.Item, count, shape, (unlisted, allowed, listed), reasons, explored);
                unlisted.UnionWith(best.Select(static one => one.Item));
                List<Suggestion<TItem>> list = SuggestionsOf(userId, best, shape.Where, explored, id => reasons[id], known);
                if (list.Count > 0)
                {
                    made.Add(new LikedList<TItem>(item, ShownValue(liked.Value), list.AsReadOnly()));
                }
            }
        }

        _meter.EndList(began);
        return made;
    }

    private float LikedFrom => _options.Events is null
        ? LikeOptions.LikedFrom(_options.Lists.LikedFrom, Scale, nameof(_options))
        : EventOptions.LikedFrom;

    private bool IsDisliked(RatedItem rated) => rated.Value < LikedFrom;

    // The best first: of the highest rating, then the latest.
    private List<RatedItem> LikesOf(ReadOnlySpan<RatedItem> ratings)
    {
        float likedFrom = LikedFrom;
        List<RatedItem> liked = [];
        foreach (RatedItem rated in ratings)
        {
            if (rated.Value >= likedFrom)
            {
                liked.Add(rated);
            }
        }

        liked.Sort(static (one, other) =>
        {
            int order = other.Value.CompareTo(one.Value);
            order = order != 0 ? order : other.Timestamp.CompareTo(one.Timestamp);
            return order != 0 ? order : one.Item.CompareTo(other.Item);
        });
        return liked;
    }

    // The best items for a user among those that are most like one, and what each of them has in common with it.
    private List<ScoredItem> LikeItem(
        ServedModels<TItem> models,
        int userId,
        int liked,
        int count,
        ListShape<TItem> shape,
        (HashSet<int> Unlisted, ulong[]? Allowed, RatedItem[] Listed) items,
        Dictionary<int, Reason> reasons,
        HashSet<int> explored)
    {
        string name = NameOf(liked);
        using ItemSimilarity similarity = new(models.CatalogWith(liked), models.Pair.Lists, liked, SimilarityKind.Both);
        ulong[] among = new ulong[BitSlice.WordCount(models.Pair.ItemCount)];
        List<ScoredItem> best = [];
        int taken = 0;
        long reach = shape.IsRanking
            ? Math.Max(LeastSimilar, SimilarPerPlace * (long)count)
            : Math.Max(LeastShaped, ShapedPerPlace * (long)count);
        HashSet<int> known = ItemsOf(items.Listed);
        known.ExceptWith(items.Unlisted);
        known.Remove(liked);
        int ofKnown = shape.KnownShare is double share ? ListShare.PlacesOf(known, share, count) : 0;
        for (bool isEnd = false;
            !isEnd && (best.Count < count || best.Count(one => known.Contains(one.Item)) < ofKnown);
            reach *= SimilarGrowth)
        {
            ScoredItem[] similar = new ScoredItem[Math.Min(reach, similarity.Count)];
            int found = similarity.WriteMostSimilar(similar, other => _items.IsAvailable(other)
                && new RecommendationFilter { Allowed = items.Allowed }.Allows(other, 0) && !items.Unlisted.Contains(other));
            isEnd = found < similar.Length;
            if (taken >= found)
            {
                break;
            }

            // Those already found keep their places before the less similar, or all are looked at again for the shape.
            if (shape.IsRanking)
            {
                Array.Clear(among);
            }

            for (; taken < found; taken++)
            {
                among[similar[taken].Item >> 6] |= 1ul << similar[taken].Item;
            }

            if (shape.IsRanking)
            {
                int wanted = Math.Min(count - best.Count, models.Pair.ItemCount);
                RecommendationFilter filter = new() { Allowed = among, RanksRated = shape.ListsKnown };
                best.AddRange(Rank(models, userId, wanted, filter, out _));
            }
            else
            {
                best = Shaped(models, userId, count, shape, [], FilterOf(models, shape, among, items.Listed), out HashSet<int> drawn);
                explored.Clear();
                explored.UnionWith(drawn);
            }
        }

        foreach (ScoredItem one in best)
        {
            reasons.Add(one.Item, WithLevel(similarity.ReasonOf(one.Item, name)));
        }

        return best;
    }
}
