using WeightlessNet.Encoders;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Weightless;

/// <content>Changes of the catalog while the recommender is in use. Only the addresses of the changed item are recomputed.</content>
public sealed partial class WeightlessRecommender
{
    private readonly Lock _changingCatalog = new();
    private ItemCatalog _catalog;
    private bool _ownsCatalog;

    /// <summary>Adds an item to the catalog. It can be rated and recommended at once.</summary>
    /// <param name="pattern">The item's bits, as written by <see cref="Encoders.FeatureSchema{T}.Encode"/> of the catalog's schema.</param>
    /// <returns>The item's id: <see cref="ItemCount"/> before the call.</returns>
    /// <remarks>
    /// Afterwards all answers are as if the recommender had been created with the item in its catalog. The <see cref="ItemCatalog"/> passed
    /// to the constructor is not changed. Thread-safe.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// <paramref name="pattern"/> does not have the catalog's number of bits. Nothing is added.
    /// </exception>
    /// <exception cref="InvalidOperationException">There is no room for the addresses of a further item.</exception>
    public int AddItem(ReadOnlySpan<ulong> pattern)
    {
        lock (_changingCatalog)
        {
            ItemAddresses before = _versions.Current.Catalog.Addresses;
            if (!before.HasRoom)
            {
                throw new InvalidOperationException(
                    $"There is no room for a further item: {_catalog.Count} items have {before.NodeCount} addresses each. "
                    + "Use fewer nodes.");
            }

            OwnCatalog().Add(pattern);
            ItemAddresses addresses = before.With(pattern);
            _writer.Publish((catalog, crowd) =>
            {
                crowd.AddItem();
                return catalog.With(crowd, addresses, [(addresses.ItemCount - 1) / ItemAddresses.BlockSize]);
            });
            return addresses.ItemCount - 1;
        }
    }

    /// <summary>Replaces an item's bits; a removed item can be recommended again.</summary>
    /// <param name="item">The item's id.</param>
    /// <param name="pattern">The item's bits, as for <see cref="AddItem"/>.</param>
    /// <remarks>
    /// Its ratings stay and apply to the new bits: all answers are as if the recommender had been created with them. Thread-safe.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="item"/> is not in the catalog.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="pattern"/> does not have the catalog's number of bits. Nothing is changed.
    /// </exception>
    public void UpdateItem(int item, ReadOnlySpan<ulong> pattern)
    {
        CheckItem(item);
        lock (_changingCatalog)
        {
            OwnCatalog().Replace(item, pattern);
            ItemAddresses addresses = _versions.Current.Catalog.Addresses.With(item, pattern);
            _writer.Publish((catalog, crowd) => catalog.With(crowd, addresses, []).WithRemoved(crowd, item, isRemoved: false));
        }
    }

    /// <summary>
    /// Removes an item from all recommendations. Its id is not reused, its ratings stay until they are forgotten, and it can still be rated
    /// and predicted. <see cref="UpdateItem"/> restores it.
    /// </summary>
    /// <param name="item">The item's id.</param>
    /// <returns><see langword="true"/> if the item was not removed before; otherwise nothing is changed.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="item"/> is not in the catalog.</exception>
    public bool RemoveItem(int item)
    {
        CheckItem(item);
        lock (_changingCatalog)
        {
            if (!_versions.Current.Catalog.Has(item))
            {
                return false;
            }

            _writer.Publish((catalog, crowd) => catalog.WithRemoved(crowd, item, isRemoved: true));
            return true;
        }
    }

    /// <summary>The catalog as it is at one moment. It must not be changed.</summary>
    internal ItemCatalog CopyCatalog()
    {
        lock (_changingCatalog)
        {
            return _ownsCatalog ? _catalog.Copy() : _catalog;
        }
    }

    /// <summary>The catalog as it is at one moment, and the removed items, ascending. Both must not be changed.</summary>
    internal (ItemCatalog Catalog, int[] Removed) CopyCatalogAndRemoved()
    {
        ItemCatalog catalog;
        CatalogVersion version;
        lock (_changingCatalog)
        {
            catalog = _ownsCatalog ? _catalog.Copy() : _catalog;
            version = _versions.Current.Catalog;
        }

        return (catalog, [.. Enumerable.Range(0, version.ItemCount).Where(item => !version.Has(item))]);
    }

    // The addresses of a copy of the catalog, with the items that were added or replaced since it was made.
    private ItemAddresses WithChangesSince(ItemCatalog copy, ItemAddresses addresses)
    {
        if (ReferenceEquals(copy, _catalog))
        {
            return addresses;
        }

        for (int item = 0; item < _catalog.Count; item++)
        {
            ReadOnlySpan<ulong> pattern = _catalog.PatternOf(item);
            if (item >= copy.Count)
            {
                addresses = addresses.With(pattern);
            }
            else if (!pattern.SequenceEqual(copy.PatternOf(item)))
            {
                addresses = addresses.With(item, pattern);
            }
        }

        return addresses;
    }

    private void CheckItem(int item) => RecommenderArguments.CheckItem(item, ItemCount);

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
