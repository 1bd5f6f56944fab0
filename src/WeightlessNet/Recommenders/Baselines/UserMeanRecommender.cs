using WeightlessNet.Recommenders.Baselines.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Baselines;

/// <summary>
/// Predicts a user's mean rating, shrunk towards the mean of all ratings. It does not tell items apart, so it recommends them in the order
/// of their ids.
/// </summary>
/// <remarks>
/// Keeps integer sums of ratings rounded to 1/16384 of the scale's range, so the order of learning does not matter and forgetting is exact.
/// Learning a rating takes constant time. Safe for use from many threads: a private lock guards all state.
/// </remarks>
public sealed class UserMeanRecommender : IForgettingRecommender, IKnownUsersRecommender, ISnapshot<UserMeanRecommender>
{
    /// <summary>How many ratings of the overall mean are added to a user's own by default.</summary>
    internal const double DefaultShrinkage = 3;

    private readonly LoggedModel<UserMeanModel> _logged;
    private readonly double _shrinkage;

    /// <summary>Creates a recommender without ratings; it predicts the middle of the scale.</summary>
    /// <param name="itemCount">How many items there are, 1 or more.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="shrinkage">How many ratings of the overall mean are added to a user's own: above 0 and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="itemCount"/> is below 1, <paramref name="scale"/> was not made by its constructor, or
    /// <paramref name="shrinkage"/> is not above 0 and finite.
    /// </exception>
    public UserMeanRecommender(int itemCount, RatingScale scale, double shrinkage = DefaultShrinkage)
    {
        _logged = new(itemCount, scale, () => new UserMeanModel(scale, shrinkage));
        _shrinkage = RecommenderArguments.Shrinkage(shrinkage, nameof(shrinkage));
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
    public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default) =>
        _logged.Recommend(user, destination, excluded);

    static SnapshotKind ISnapshot<UserMeanRecommender>.Kind => SnapshotKind.UserMeanRecommender;

    // Options: the shrinkage, f64.
    void ISnapshot.WriteTo(SnapshotWriter writer) =>
        _logged.WriteTo(writer, SnapshotKind.UserMeanRecommender, null, writer => writer.Write(_shrinkage));

    static UserMeanRecommender ISnapshot<UserMeanRecommender>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        var stored = StoredHead.Read(reader, head);
        double shrinkage = reader.ReadDouble();
        return stored.ReadModel(() => new UserMeanRecommender(stored.ItemCount, stored.Scale, shrinkage), made => made._logged);
    }
}
