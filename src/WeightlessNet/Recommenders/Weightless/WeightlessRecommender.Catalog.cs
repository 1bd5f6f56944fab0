using WeightlessNet.Encoders;

namespace WeightlessNet.Recommenders.Weightless;

/// <content>
/// The catalog changes while the recommender is in use: only the addresses of the item that changes are looked up anew.
/// </content>
public sealed partial class WeightlessRecommender
{
    private bool _ownsCatalog;

    /// <summary>Adds an item to the catalog. It can be rated and recommended at once.</summary>
    /// <param name="pattern">
    /// The item's bits, as <see cref="Encoders.FeatureSchema{T}.Encode"/> of the catalog's schema writes them.
    /// </param>
    /// <returns>The item's id: what <see cref="ItemCount"/> was before.</returns>
    /// <remarks>
    /// The answers are those of a recommender that was created with the item in its catalog. The <see cref="ItemCatalog"/> that this one
    /// was created with stays as it is. Safe for concurrent use.
    /// </remarks>
    /// <exception cref="ArgumentException"><paramref name="pattern"/> is not of the catalog's bits. Nothing is added.</exception>
    /// <exception cref="InvalidOperationException">There is no room for the addresses of another item.</exception>
    public int AddItem(ReadOnlySpan<ulong> pattern)
    {
        lock (_lock)
        {
            if (!_addresses.HasRoom)
            {
                throw new InvalidOperationException($"{_catalog.Count} items have no room for {_options.Nodes} addresses of another one.");
            }

            OwnCatalog().Add(pattern);
            _addresses.Add(pattern);
            _crowd.AddItem();
            _scan.AddItem();
            return _catalog.Count - 1;
        }
    }

    /// <summary>Gives an item other bits; one that was removed can be recommended again.</summary>
    /// <param name="item">The item's id.</param>
    /// <param name="pattern">The item's bits, as for <see cref="AddItem"/>.</param>
    /// <remarks>
    /// Its ratings stay, and count for the new bits: the answers are those of a recommender that was created with them. Safe for concurrent
    /// use.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="item"/> is not in the catalog.</exception>
    /// <exception cref="ArgumentException"><paramref name="pattern"/> is not of the catalog's bits. Nothing is changed.</exception>
    public void UpdateItem(int item, ReadOnlySpan<ulong> pattern)
    {
        lock (_lock)
        {
            CheckItem(item);
            OwnCatalog().Replace(item, pattern);
            _addresses.Replace(item, pattern);
            _scan.ReplaceItem(item);
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
    /// Takes an item out of what is recommended, to anybody. Its id is not given to another item, its ratings stay until they are
    /// forgotten, and it can still be rated and predicted. <see cref="UpdateItem"/> brings it back.
    /// </summary>
    /// <param name="item">The item's id.</param>
    /// <returns><see langword="true"/> where it was recommended until now; otherwise nothing has changed.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="item"/> is not in the catalog.</exception>
    public bool RemoveItem(int item)
    {
        lock (_lock)
        {
            CheckItem(item);
            return _scan.RemoveItem(item);
        }
    }

    private void CheckItem(int item)
    {
        if ((uint)item >= (uint)_catalog.Count)
        {
            throw new ArgumentOutOfRangeException(nameof(item), item, $"The catalog has {_catalog.Count} items.");
        }
    }

    // The catalog that the recommender was created with may be others' too.
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
