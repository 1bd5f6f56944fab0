using WeightlessNet.Recommenders.Baselines.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Baselines;

/// <summary>
/// Predicts the mean of all ratings plus a bias of the user and a bias of the item, both shrunk: the baseline of Koren, "Factor in
/// the Neighbors" (TKDD 4(1), 2010), section 2.1.
/// </summary>
/// <remarks>
/// <para>
/// An item's bias comes from its ratings minus the shrunk means of the users who gave them; a user's bias then comes from the user's
/// ratings minus the biases of the items. The state is integer sums of ratings, in 1/16384 of the scale's range, and of users' means, so
/// the order of learning does not matter and forgetting is exact.
/// </para>
/// <para>
/// A rating changes its user's mean, which is part of the sum of every item that the user has rated. So learning, forgetting and predicting
/// take time in proportion to the user's ratings, a few nanoseconds each. Safe for use from many threads: a private lock guards all state.
/// </para>
/// </remarks>
public sealed class BiasRecommender : IForgettingRecommender, IKnownUsersRecommender, ISnapshot<BiasRecommender>
{
    /// <summary>How many ratings without a bias are added to a user's own by default.</summary>
    internal const double DefaultUserShrinkage = 5;

    /// <summary>How many ratings without a bias are added to an item's own by default.</summary>
    internal const double DefaultItemShrinkage = 2;

    private readonly LoggedModel<BiasModel> _logged;
    private readonly double _userShrinkage;
    private readonly double _itemShrinkage;

    /// <summary>Creates a recommender without ratings; it predicts the middle of the scale.</summary>
    /// <param name="itemCount">How many items there are, 1 or more.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="userShrinkage">How many ratings without a bias are added to a user's own: above 0 and finite.</param>
    /// <param name="itemShrinkage">How many ratings without a bias are added to an item's own: above 0 and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="itemCount"/> is below 1, <paramref name="scale"/> was not made by its constructor, or a shrinkage is not
    /// above 0 and finite.
    /// </exception>
    public BiasRecommender(
        int itemCount,
        RatingScale scale,
        double userShrinkage = DefaultUserShrinkage,
        double itemShrinkage = DefaultItemShrinkage)
    {
        _logged = new(itemCount, scale, () => new BiasModel(itemCount, scale, userShrinkage, itemShrinkage));
        _userShrinkage = RecommenderArguments.Shrinkage(userShrinkage, nameof(userShrinkage));
        _itemShrinkage = RecommenderArguments.Shrinkage(itemShrinkage, nameof(itemShrinkage));
    }

    /// <inheritdoc/>
    public int ItemCount => _logged.ItemCount;

    /// <inheritdoc/>
    public RatingScale Scale => _logged.Scale;

    /// <inheritdoc/>
    int IKnownUsersRecommender.UserIdBound => _logged.UserIdBound;

    /// <inheritdoc/>
    public void Learn(in Rating rating) => _logged.Learn(rating);

    /// <inheritdoc/>
    public bool Forget(int user, int item) => _logged.Forget(user, item);

    /// <inheritdoc/>
    public int ForgetUser(int user) => _logged.ForgetUser(user);

    /// <inheritdoc/>
    public double Predict(int user, int item) => _logged.Predict(user, item);

    /// <inheritdoc/>
    /// <remarks>
    /// Items are ranked by their bias, the same for all users. The score is the expected rating, not clamped to the scale, so that the best
    /// items do not tie at its end.
    /// </remarks>
    public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default) =>
        _logged.Recommend(user, destination, excluded);

    static SnapshotKind ISnapshot<BiasRecommender>.Kind => SnapshotKind.BiasRecommender;

    // Options: the shrinkage of users, then of items, f64 each.
    void ISnapshot.WriteTo(SnapshotWriter writer) => _logged.WriteTo(writer, SnapshotKind.BiasRecommender, null, writer =>
    {
        writer.Write(_userShrinkage);
        writer.Write(_itemShrinkage);
    });

    static BiasRecommender ISnapshot<BiasRecommender>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        var stored = StoredHead.Read(reader, head);
        (double user, double item) = (reader.ReadDouble(), reader.ReadDouble());
        return stored.ReadModel(() => new BiasRecommender(stored.ItemCount, stored.Scale, user, item), made => made._logged);
    }
}
