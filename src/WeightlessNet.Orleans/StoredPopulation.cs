using System.Runtime.CompilerServices;
using WeightlessNet.Orleans.Grains.Internals;
using WeightlessNet.Orleans.Sharing.Internals;
using WeightlessNet.Orleans.Storage;
using WeightlessNet.Orleans.Storage.Internals;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Orleans;

/// <summary>Writes users into a store without a cluster: for an application that moves, or to fill a store for a trial.</summary>
public static class StoredPopulation
{
    private static readonly ConditionalWeakTable<IUserStore, Known> KnownOf = [];

    /// <summary>
    /// Writes a user whom the store does not have, with all ratings at once and what they change for the crowd. Silos may run meanwhile.
    /// Many calls at a time are faster than one after the other.
    /// </summary>
    /// <param name="store">The store of the cluster.</param>
    /// <param name="user">The user's key, as <see cref="Grains.IUserGrain"/> has it.</param>
    /// <param name="ratings">
    /// The ratings, such as a recommender exports them. Items are the ids of the store, and the scale is that of the cluster: of a store
    /// without one, it becomes this one. Where a store has no items (the application makes its
    /// <see cref="Recommenders.Hybrid.CrowdModel"/> itself), the ids are not checked.
    /// </param>
    /// <param name="cancellationToken">Cancels the writing, which may happen nevertheless.</param>
    /// <returns>Whether the user was written; false, and nothing is changed, if the store has the user already.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="store"/> or <paramref name="ratings"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="user"/> is null or not of the form of keys, or <paramref name="ratings"/> are on another scale than
    /// those of the store, or of an item that the store does not have. Nothing is written.
    /// </exception>
    /// <exception cref="IOException">The store failed: the user may be written or not. Repeat the call.</exception>
    public static async Task<bool> AddUserAsync(
        this IUserStore store, string user, PersonalRatings ratings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(ratings);
        StoredKey.Check(user);
        await CheckAsync(store, ratings, cancellationToken).ConfigureAwait(false);
        var write = UserWrite.Replace(new UserState(ratings, [], []).ToSnapshot(), UserState.CrowdChange(ratings.Scale, null, ratings));
        return (await store.WriteAsync(user, 0, write, cancellationToken).ConfigureAwait(false)).IsStored;
    }

    // Silos could not read the log any further than a user who does not fit.
    private static async Task CheckAsync(IUserStore store, PersonalRatings ratings, CancellationToken cancellationToken)
    {
        Known known = KnownOf.GetOrCreateValue(store);
        int last = ratings.Ratings.IsEmpty ? -1 : ratings.Ratings[^1].Item;
        if (last >= known.Items)
        {
            StoredItems items = await store.ReadItemsAsync(0, cancellationToken).ConfigureAwait(false);
            known.Items = items.Items.Count;
        }

        if (last >= known.Items && known.Items > 0)
        {
            throw new ArgumentException(
                $"The user has rated item {last}, but the store has the items 0 to {known.Items - 1}. Ids are those of the store: add the "
                + $"item with {nameof(StoredCatalog)}.{nameof(StoredCatalog.AddItemsAsync)}, or rate it by its id there.",
                nameof(ratings));
        }

        // Last, because a store without a scale takes this one.
        if (!ratings.Scale.Equals(known.Scale))
        {
            known.Scale = await CrowdFingerprint.MisfitAsync(store, ratings.Scale, cancellationToken).ConfigureAwait(false) is { } misfit
                ? throw new ArgumentException($"The user does not fit: {misfit}", nameof(ratings))
                : ratings.Scale;
        }
    }

    // The scale of a store never changes and its items only become more, so they are not read again for each user.
    private sealed class Known
    {
        // A RatingScale in one reference, which threads write and read at once.
        public object? Scale { get; set; }

        public int Items { get; set; }
    }
}
