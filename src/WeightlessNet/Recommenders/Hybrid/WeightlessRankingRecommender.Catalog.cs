using WeightlessNet.Recommenders.Hybrid.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Hybrid;

/// <content>Changes of the catalog while the recommender is in use. Only the addresses of the changed item are recomputed.</content>
public sealed partial class WeightlessRankingRecommender
{
    // Locks are taken in the order: training, saving, changing the catalog, and those of the versions and the ratings.
    private readonly Lock _changingCatalog = new();
    private ItemCatalog _catalog;
    private bool _ownsCatalog;

    // The items that were added or updated since a training began; null if none runs.
    private List<int>? _laterItems;

    /// <summary>Adds an item to the catalog. It can be rated and recommended at once.</summary>
    /// <param name="pattern">The item's bits, as written by <see cref="Encoders.FeatureSchema{T}.Encode"/> of the catalog's schema.</param>
    /// <returns>The item's id: <see cref="ItemCount"/> before the call.</returns>
    /// <remarks>
    /// <para>
    /// Central models keep the items of their training. An added item gets 0 from them, as an item that nobody likes, and has no bits that
    /// are made from ratings: popularity and the networks over the item's own fields rank it.
    /// </para>
    /// <para>
    /// The next <see cref="Fit"/> makes these bits for all items, and trains models of this library for all items. It trains an
    /// application's own central model on the ratings of the items that this model has; the others still get 0. For a model with more
    /// items, call <see cref="Replace"/> before <see cref="Fit"/>.
    /// </para>
    /// <para>The <see cref="ItemCatalog"/> passed to the constructor is not changed. Thread-safe.</para>
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// <paramref name="pattern"/> does not have the catalog's number of bits. Nothing is added.
    /// </exception>
    /// <exception cref="InvalidOperationException">There is no room for the addresses of a further item.</exception>
    public int AddItem(ReadOnlySpan<ulong> pattern)
    {
        lock (_changingCatalog)
        {
            RankingVersion present = _versions.Current;
            int item = present.ItemCount;
            if (!present.Items.HasRoom)
            {
                throw new InvalidOperationException(
                    $"There is no room for the addresses of a further item: there are {item}. Use fewer nodes.");
            }

            OwnCatalog().Add(pattern);
            RankingItems items = present.Items.With(present.Model.Fields, item, pattern);
            _versions.Publish(before =>
            {
                _sums.GrowTo(items.Count);
                return _sums.Make(before, before.Number, items);
            });
            _laterItems?.Add(item);
            return item;
        }
    }

    /// <summary>Replaces an item's bits; a removed item can be recommended again.</summary>
    /// <param name="item">The item's id.</param>
    /// <param name="pattern">The item's bits, as for <see cref="AddItem"/>.</param>
    /// <remarks>
    /// Its ratings stay and apply to the new bits. So do its bits that were made from ratings, and what central models say of it.
    /// Thread-safe.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="item"/> is not in the catalog.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="pattern"/> does not have the catalog's number of bits. Nothing is changed.
    /// </exception>
    public void UpdateItem(int item, ReadOnlySpan<ulong> pattern)
    {
        RecommenderArguments.CheckItem(item, ItemCount);
        lock (_changingCatalog)
        {
            OwnCatalog().Replace(item, pattern);
            RankingVersion present = _versions.Current;
            RankingItems items = present.Items.With(present.Model.Fields, item, pattern);
            _versions.Publish(before => before.With(items));
            _laterItems?.Add(item);
        }
    }

    /// <summary>
    /// Removes an item from all recommendations. Its id is not reused, its ratings stay until they are forgotten, and it can still be rated
    /// and predicted. <see cref="UpdateItem"/> restores it. Thread-safe.
    /// </summary>
    /// <param name="item">The item's id.</param>
    /// <returns><see langword="true"/> if the item was not removed before; otherwise nothing is changed.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="item"/> is not in the catalog.</exception>
    public bool RemoveItem(int item)
    {
        RecommenderArguments.CheckItem(item, ItemCount);
        lock (_changingCatalog)
        {
            RankingItems present = _versions.Current.Items;
            if (!present.Has(item))
            {
                return false;
            }

            RankingItems items = present.Without(item);
            _versions.Publish(before => before.With(items));
            return true;
        }
    }

    // The catalog as it is, which must not be changed. The items that change from now on are noted for a training.
    private ItemCatalog BeginLaterItems()
    {
        lock (_changingCatalog)
        {
            _laterItems = [];
            return CopyCatalog();
        }
    }

    private void EndLaterItems()
    {
        lock (_changingCatalog)
        {
            _laterItems = null;
        }
    }

    // The items of a training, with what has changed since they were last asked for.
    private RankingItems WithLaterItems(RankingModel model, RankingItems items)
    {
        (int Item, ulong[] Pattern)[] changes;
        lock (_changingCatalog)
        {
            changes = [.. _laterItems!.Distinct().Order().Select(item => (item, _catalog.PatternOf(item).ToArray()))];
            _laterItems!.Clear();
        }

        foreach ((int item, ulong[] pattern) in changes)
        {
            items = items.With(model.Fields, item, pattern);
        }

        return items;
    }

    /// <summary>The items as they are at one moment, with the bits of removed ones. It must not be changed.</summary>
    internal ItemCatalog CopyCatalog()
    {
        lock (_changingCatalog)
        {
            return _ownsCatalog ? _catalog.Copy() : _catalog;
        }
    }

    // The catalog passed to the constructor may be shared: copy it before the first change.
    private ItemCatalog OwnCatalog()
    {
        if (!_ownsCatalog)
        {
            _catalog = _catalog.Copy();
            _ownsCatalog = true;
        }

        return _catalog;
    }
}
