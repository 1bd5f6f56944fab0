using WeightlessNet.Encoders;

namespace WeightlessNet.Recommenders.Weightless;

/// <content>Changes of the catalog while the recommender is in use. Only the addresses of the changed item are recomputed.</content>
public sealed partial class WeightlessRecommender
{
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
        lock (_lock)
        {
            if (!_shared.Addresses.HasRoom)
            {
                throw new InvalidOperationException(
                    $"There is no room for a further item: {_catalog.Count} items have {_shared.Addresses.NodeCount} addresses each. "
                    + "Use fewer nodes.");
            }

            OwnCatalog().Add(pattern);
            _shared.Addresses.Add(pattern);
            _crowd.AddItem();
            _shared.Scan.AddItem();
            return _catalog.Count - 1;
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
        lock (_lock)
        {
            CheckItem(item);
            OwnCatalog().Replace(item, pattern);
            _shared.Addresses.Replace(item, pattern);
            _shared.Scan.ReplaceItem(item);
            _levelsOf = null;
            foreach (int user in _hot.Users)
            {
                if (_log.IndexOf(user, item) >= 0)
                {
                    _hot.Peek(user)?.MakeStale();
                }
            }
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
        lock (_lock)
        {
            CheckItem(item);
            return _shared.Scan.RemoveItem(item);
        }
    }

    private void CheckItem(int item)
    {
        if ((uint)item >= (uint)_catalog.Count)
        {
            throw new ArgumentOutOfRangeException(nameof(item), item, $"The item must be 0 to {_catalog.Count - 1}.");
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
