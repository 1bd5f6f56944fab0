using WeightlessNet.Recommenders.Baselines.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Baselines;

/// <summary>
/// Always predicts the same rating, and recommends the items in the order of their ids: the lower bound of every comparison.
/// </summary>
/// <remarks>
/// It keeps users' ratings only to leave rated items out of recommendations, and forgets exactly. Safe for use from many threads: a private
/// lock guards all state.
/// </remarks>
public sealed class ConstantRecommender : IForgettingRecommender, IKnownUsersRecommender, ISnapshot<ConstantRecommender>
{
    private readonly LoggedModel<ConstantModel> _logged;

    /// <summary>Creates a recommender that always predicts one value.</summary>
    /// <param name="itemCount">How many items there are, 1 or more.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="value">The predicted rating, a value on the scale.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="itemCount"/> is below 1, <paramref name="scale"/> was not made by its constructor, or <paramref name="value"/>
    /// is not on the scale.
    /// </exception>
    public ConstantRecommender(int itemCount, RatingScale scale, double value)
    {
        _logged = new(itemCount, scale, () => new ConstantModel(scale, value));
        Value = scale.Contains(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"The value must be {scale.Minimum} to {scale.Maximum}.");
    }

    /// <inheritdoc/>
    public int ItemCount => _logged.ItemCount;

    /// <inheritdoc/>
    public RatingScale Scale => _logged.Scale;

    /// <inheritdoc/>
    int IKnownUsersRecommender.UserIdBound => _logged.UserIdBound;

    /// <summary>The predicted rating, which is also the score of every item.</summary>
    internal double Value { get; }

    /// <inheritdoc/>
    public void Learn(in Rating rating) => _logged.Learn(rating);

    /// <inheritdoc/>
    bool IForgettingRecommender.Forget(int user, int item) => _logged.Forget(user, item);

    /// <inheritdoc/>
    int IForgettingRecommender.ForgetUser(int user) => _logged.ForgetUser(user);

    /// <inheritdoc/>
    public double Predict(int user, int item) => _logged.Predict(user, item);

    /// <inheritdoc/>
    public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default) =>
        _logged.Recommend(user, destination, excluded);

    static SnapshotKind ISnapshot<ConstantRecommender>.Kind => SnapshotKind.ConstantRecommender;

    // Options: the predicted value, f64.
    void ISnapshot.WriteTo(SnapshotWriter writer) =>
        _logged.WriteTo(writer, SnapshotKind.ConstantRecommender, null, writer => writer.Write(Value));

    static ConstantRecommender ISnapshot<ConstantRecommender>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        var stored = StoredHead.Read(reader, head);
        double value = reader.ReadDouble();
        return stored.ReadModel(() => new ConstantRecommender(stored.ItemCount, stored.Scale, value), made => made._logged);
    }
}
