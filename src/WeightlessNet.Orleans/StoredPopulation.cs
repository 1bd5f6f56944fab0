using WeightlessNet.Orleans.Grains.Internals;
using WeightlessNet.Orleans.Storage;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Orleans;

/// <summary>Writes users into a store without a cluster: for an application that moves, or to fill a store for a trial.</summary>
public static class StoredPopulation
{
    /// <summary>
    /// Writes a user whom the store does not have, with all ratings at once and what they change for the crowd. Silos may run meanwhile.
    /// Many calls at a time are faster than one after the other.
    /// </summary>
    /// <param name="store">The store of the cluster.</param>
    /// <param name="user">The user's key, as <see cref="Grains.IUserGrain"/> has it.</param>
    /// <param name="ratings">
    /// The ratings, such as a recommender exports them. Items are the ids of the store, and the scale is that of the cluster.
    /// </param>
    /// <param name="cancellationToken">Cancels the writing, which may happen nevertheless.</param>
    /// <returns>Whether the user was written; false, and nothing is changed, if the store has the user already.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="store"/> or <paramref name="ratings"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="user"/> is null or not of the form of keys.</exception>
    /// <exception cref="IOException">The store failed: the user may be written or not. Repeat the call.</exception>
    public static async Task<bool> AddUserAsync(
        this IUserStore store, string user, PersonalRatings ratings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(ratings);
        var write = UserWrite.Replace(new UserState(ratings, [], []).ToSnapshot(), UserState.CrowdChange(ratings.Scale, null, ratings));
        return (await store.WriteAsync(user, 0, write, cancellationToken).ConfigureAwait(false)).IsStored;
    }
}
