using System.Buffers;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Serving.Internals;

namespace WeightlessNet.Serving;

/// <content>Similar items and users.</content>
public sealed partial class Recommender<TUser, TItem>
{
    /// <summary>The items of the catalog that are most like an item, most similar first.</summary>
    /// <param name="item">An item of the catalog, or one that was removed from it.</param>
    /// <param name="count">The number of items wanted, 0 or more; fewer are returned if no more are similar.</param>
    /// <param name="where">Which items may be returned; all if null. Called on the calling thread, for items in no stated order.</param>
    /// <param name="by">By what items are compared.</param>
    /// <returns>Other items than <paramref name="item"/>, with their similarities and reasons.</returns>
    /// <remarks>
    /// <para>
    /// The similarity, 0 to 1, has two parts. By audience: what the central models of lists expect of somebody who likes only this item,
    /// as a share of the item that they expect most. By features: the mean over the fields of the share of common bits, which are words
    /// or levels. With n ratings of the item, the audience counts n / (n + 10) and the features the rest, unless <paramref name="by"/>
    /// names one of the two.
    /// </para>
    /// <para>
    /// The audience is learned by a training. Until then, and for an item without ratings, only features count. Fields of which the item
    /// has no value do not count; if it has none at all, only the audience counts. Equally similar items are ordered by id.
    /// </para>
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="item"/> is null.</exception>
    /// <exception cref="ArgumentException">The item is unknown.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="count"/> is negative, or <paramref name="by"/> is not defined.
    /// </exception>
    public IReadOnlyList<SimilarItem<TItem>> SimilarItems(
        TItem item, int count, Func<TItem, bool>? where = null, SimilarityKind by = SimilarityKind.Both)
    {
        ServedModels<TItem> models = ModelsFor(item);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        OptionRange.Defined(by, nameof(by));
        int id = _items.Find(item);
        using ItemSimilarity similarity = new(models.CatalogWith(id), models.Pair.Lists, id, by);
        ScoredItem[] best = ArrayPool<ScoredItem>.Shared.Rent(Math.Min(count, similarity.Count));
        int written = similarity.WriteMostSimilar(
            best.AsSpan(0, Math.Min(count, similarity.Count)),
            other => _items.TryGet(other, out TItem candidate) && (where is null || where(candidate)));
        List<SimilarItem<TItem>> similar = [];
        string name = NameOf(id);
        foreach (ScoredItem one in best.AsSpan(0, written))
        {
            // An item may have been removed since.
            if (_items.TryGet(one.Item, out TItem found))
            {
                similar.Add(new SimilarItem<TItem>(
                    found, one.Score, similarity.PartsOf(one.Item), WithLevel(similarity.ReasonOf(one.Item, name)), _writeReason));
            }
        }

        ArrayPool<ScoredItem>.Shared.Return(best);
        return similar;
    }

    /// <summary>
    /// The users whose ratings are most like those of a user, most similar first. It reveals other users' keys and what they have in common
    /// with this one: it is for administrators, not for users.
    /// </summary>
    /// <param name="user">The user; may be unknown.</param>
    /// <param name="count">The number of users wanted, 0 or more; fewer are returned if no more have rated the same items.</param>
    /// <returns>Other users; none if the user has no ratings.</returns>
    /// <remarks>
    /// The similarity, 0 to 1, is the agreement on the items that both have rated, as a share of the items that at least one of them has
    /// rated. Equal ratings agree by 1, those at the two ends of the scale by 0; totals of events agree by 1 if both are above 0 or both
    /// below, otherwise by 0. Takes time and memory in proportion to all ratings.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="user"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public IReadOnlyList<SimilarUser<TUser>> SimilarUsers(TUser user, int count)
    {
        int id = IdOf(user);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (_models is not { } models || id == Unknown)
        {
            return [];
        }

        RatingLog ratings = models.Pair.Ratings.CopyLog();
        UserRatings own = ratings.OfUser(id);
        ScoredItem[] best = new ScoredItem[Math.Min(count, ratings.UserCount)];
        TopItems top = new(best);
        for (int other = 0; other < ratings.UserCount && !own.IsEmpty; other++)
        {
            double score = other == id ? 0 : AgreementOf(own, ratings.OfUser(other), out _);
            if (score > 0)
            {
                top.Offer(other, score);
            }
        }

        List<SimilarUser<TUser>> similar = [];
        foreach (ScoredItem one in best.AsSpan(0, top.Complete()))
        {
            // A user may have been forgotten since.
            if (_users.TryGetKey(one.Item, out TUser key))
            {
                _ = AgreementOf(own, ratings.OfUser(one.Item), out int common);
                similar.Add(new SimilarUser<TUser>(key, one.Score, common));
            }
        }

        return similar;
    }

    // Both are in the order of their items.
    private double AgreementOf(in UserRatings one, in UserRatings other, out int common)
    {
        common = 0;
        double agreement = 0;
        double range = Scale.Maximum - (double)Scale.Minimum;
        for (int i = 0, j = 0; i < one.Length && j < other.Length;)
        {
            int difference = one.ItemAt(i).CompareTo(other.ItemAt(j));
            if (difference == 0)
            {
                common++;
                agreement += _options.Events is not null
                    ? (one[i].Value > 0 == other[j].Value > 0 ? 1 : 0)
                    : range > 0 ? 1 - (Math.Abs(one[i].Value - (double)other[j].Value) / range) : 1;
            }

            i += difference <= 0 ? 1 : 0;
            j += difference >= 0 ? 1 : 0;
        }

        return agreement / (one.Length + other.Length - common);
    }
}
