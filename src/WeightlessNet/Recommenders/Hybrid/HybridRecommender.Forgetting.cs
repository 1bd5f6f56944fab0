using WeightlessNet.Recommenders.Weightless;

namespace WeightlessNet.Recommenders.Hybrid;

/// <content>Forgetting, and changes during <see cref="Fit"/>.</content>
public sealed partial class HybridRecommender
{
    /// <summary>
    /// Forgets a user's rating of an item: exactly in the personal networks and the crowd's statistics, and in the central model at its
    /// next training.
    /// </summary>
    /// <inheritdoc/>
    public bool Forget(int user, int item) => _meanwhile.AreKept ? ForgetDuringFit(user, item) : _personal.Forget(user, item);

    /// <summary>
    /// Forgets all ratings of a user: exactly in the personal networks and the crowd's statistics, and in the central model at its next
    /// training.
    /// </summary>
    /// <inheritdoc/>
    /// <remarks>Do not assign the id to another user before that: the central model would answer with the forgotten user's taste.</remarks>
    public int ForgetUser(int user) => Make(
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
        Make(() => _personal.Forget(user, item), networks => networks.Forget(user, item));

    private void LearnDuringFit(Rating rating) => Make(
        () =>
        {
            _personal.Learn(rating);
            return true;
        },
        networks => networks.Learn(rating));

    // Makes a change in the present networks. If others are being made to take their place, they repeat it.
    private T Make<T>(Func<T> change, Action<WeightlessRecommender> repeat)
    {
        lock (_meanwhile.Access)
        {
            _meanwhile.MakeRoom();
            T result = change();
            _meanwhile.Keep(repeat);
            return result;
        }
    }
}
