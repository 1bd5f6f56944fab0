namespace WeightlessNet.Recommenders.Hybrid;

/// <content>Forgetting, and changes during <see cref="Fit"/>.</content>
public sealed partial class HybridRecommender
{
    /// <summary>
    /// Forgets a user's rating of an item: exactly in the personal networks and the crowd's statistics, and in the central model at its
    /// next training.
    /// </summary>
    /// <inheritdoc/>
    public bool Forget(int user, int item) => _changes.AreKept ? ForgetDuringFit(user, item) : _personal.Forget(user, item);

    /// <summary>
    /// Forgets all ratings of a user: exactly in the personal networks and the crowd's statistics, and in the central model at its next
    /// training.
    /// </summary>
    /// <inheritdoc/>
    /// <remarks>Do not assign the id to another user before that: the central model would answer with the forgotten user's taste.</remarks>
    public int ForgetUser(int user) => _changes.Make(
        () =>
        {
            // The lock prevents the user's recency from being restored if another thread is replacing the networks.
            lock (_replacing)
            {
                return _personal.ForgetUser(user);
            }
        },
        networks => networks.ForgetUser(user));

    private bool ForgetDuringFit(int user, int item) =>
        _changes.Make(() => _personal.Forget(user, item), networks => networks.Forget(user, item));

    private void LearnDuringFit(Rating rating) => _changes.Make(
        () =>
        {
            _personal.Learn(rating);
            return true;
        },
        networks => networks.Learn(rating));
}
