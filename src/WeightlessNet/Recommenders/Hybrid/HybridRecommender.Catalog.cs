using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Hybrid;

/// <content>Changes of the catalog while the recommender is in use. Only the addresses of the changed item are recomputed.</content>
public sealed partial class HybridRecommender
{
    /// <summary>Adds an item to the catalog. It can be rated and recommended at once.</summary>
    /// <param name="pattern">The item's bits, as written by <see cref="Encoders.FeatureSchema{T}.Encode"/> of the catalog's schema.</param>
    /// <returns>The item's id: <see cref="ItemCount"/> before the call.</returns>
    /// <remarks>
    /// Until the next <see cref="Fit"/> or <see cref="Refit"/>, no central model knows the item. The user's personal network then corrects
    /// bias instead: the crowd's mean of the item, which follows its ratings, plus the user's own level. These trainings ask the factory
    /// for a model again, which should then have <see cref="ItemCount"/> items. If it has fewer, those beyond stay unknown to it. The
    /// default models always have all items. The <see cref="ItemCatalog"/> passed to the constructor is not changed. Thread-safe.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// <paramref name="pattern"/> does not have the catalog's number of bits. Nothing is added.
    /// </exception>
    /// <exception cref="InvalidOperationException">There is no room for the addresses of a further item.</exception>
    public int AddItem(ReadOnlySpan<ulong> pattern)
    {
        ulong[] bits = pattern.ToArray();
        return Make(() => _personal.AddItem(bits), networks => networks.AddItem(bits));
    }

    /// <summary>Replaces an item's bits; a removed item can be recommended again.</summary>
    /// <param name="item">The item's id.</param>
    /// <param name="pattern">The item's bits, as for <see cref="AddItem"/>.</param>
    /// <remarks>
    /// Its ratings stay and apply to the new bits. A central model that knows the items' fields sees the new bits at its next training.
    /// Thread-safe.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="item"/> is not in the catalog.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="pattern"/> does not have the catalog's number of bits. Nothing is changed.
    /// </exception>
    public void UpdateItem(int item, ReadOnlySpan<ulong> pattern)
    {
        ulong[] bits = pattern.ToArray();
        Make(
            () =>
            {
                _personal.UpdateItem(item, bits);
                return true;
            },
            networks => networks.UpdateItem(item, bits));
    }

    /// <summary>
    /// Removes an item from all recommendations. Its id is not reused, its ratings stay until they are forgotten, and it can still be rated
    /// and predicted. <see cref="UpdateItem"/> restores it. Thread-safe.
    /// </summary>
    /// <param name="item">The item's id.</param>
    /// <returns><see langword="true"/> if the item was not removed before; otherwise nothing is changed.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="item"/> is not in the catalog.</exception>
    public bool RemoveItem(int item) => Make(() => _personal.RemoveItem(item), networks => networks.RemoveItem(item));

    /// <summary>The items as they are at one moment, with the bits of removed ones. It must not be changed.</summary>
    internal ItemCatalog CopyCatalog() => _personal.CopyCatalog();

    /// <summary>A copy of the current ratings by user, as they are at one moment.</summary>
    internal RatingLog CopyLog() => _personal.CopyLog();

    /// <summary>The current ratings.</summary>
    internal Rating[] CopyRatings() => _personal.CopyLog().ToArray();
}
