using WeightlessNet.Recommenders.Collaborative.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Collaborative;

/// <summary>
/// Predicts a rating from the most similar users' ratings of the item: users who rate the same items alike.
/// </summary>
/// <remarks>
/// <para>
/// A rating's deviation from the biases of its user and its item is predicted as the weighted mean of the deviations of similar users'
/// ratings of the item. The weight is the similarity: the cosine of the deviations over the items that both users rated, shrunk by their
/// number. After Sarwar et al., "Item-Based Collaborative Filtering Recommendation Algorithms" (WWW 2001), and Koren, "Factor in the
/// Neighbors" (TKDD 4(1), 2010), section 2.2.
/// </para>
/// <para>
/// Nothing is trained: every answer is a function of the ratings, whatever their order, and forgetting is exact. Learning a rating takes
/// constant time apart from the logs of the user and the item. The first answer for a user after a change takes time in proportion to the
/// ratings of all users who may be neighbors. The same ratings give the same bytes on every machine. Thread-safe: a private lock guards all
/// state.
/// </para>
/// </remarks>
public sealed class UserNeighborRecommender : IForgettingRecommender, IKnownUsersRecommender, ISnapshot<UserNeighborRecommender>
{
    private readonly LoggedModel<NeighborModel> _logged;
    private readonly NeighborOptions _options;

    /// <summary>Creates a recommender without ratings; it predicts the middle of the scale.</summary>
    /// <param name="itemCount">How many items there are, 1 or more.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="options">How it predicts; the defaults where null.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="itemCount"/> is below 1 or above 2^26, or <paramref name="scale"/> was not made by its constructor.
    /// </exception>
    public UserNeighborRecommender(int itemCount, RatingScale scale, NeighborOptions? options = null)
    {
        _options = options ?? new NeighborOptions();
        ArgumentOutOfRangeException.ThrowIfGreaterThan(itemCount, RecommenderArguments.UserBound);
        _logged = new(itemCount, scale, () => new NeighborModel(itemCount, scale, NeighborSide.Users, _options));
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
    /// <remarks>The score is the predicted rating, not clamped to the scale, so that the best items do not tie at its end.</remarks>
    public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default) =>
        _logged.Recommend(user, destination, excluded);

    static SnapshotKind ISnapshot<UserNeighborRecommender>.Kind => SnapshotKind.UserNeighborRecommender;

    void ISnapshot.WriteTo(SnapshotWriter writer) =>
        _logged.WriteTo(writer, SnapshotKind.UserNeighborRecommender, null, _options.WriteTo);

    static UserNeighborRecommender ISnapshot<UserNeighborRecommender>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        var stored = StoredHead.Read(reader, head);
        var options = NeighborOptions.Read(reader);
        return stored.ReadModel(() => new UserNeighborRecommender(stored.ItemCount, stored.Scale, options), made => made._logged);
    }
}
