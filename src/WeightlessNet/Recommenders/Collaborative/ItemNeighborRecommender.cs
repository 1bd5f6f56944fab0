using WeightlessNet.Recommenders.Collaborative.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Collaborative;

/// <summary>
/// Predicts a rating from the user's ratings of the most similar items: those that all users rate alike.
/// </summary>
/// <remarks>
/// <para>
/// How far a rating deviates from the biases of its user and its item is predicted as the mean of those of the user's ratings of
/// similar items, weighted by similarity: the cosine of the deviations of the users who rated both, shrunk by how many there are.
/// After Sarwar et al., "Item-Based Collaborative Filtering Recommendation Algorithms" (WWW 2001), and Koren, "Factor in the
/// Neighbors" (TKDD 4(1), 2010), section 2.2.
/// </para>
/// <para>
/// Nothing is trained: every answer is a function of the ratings held, whatever their order, and forgetting is exact. A rating costs
/// constant time but for the user's log; the first answer after it costs time in proportion to all ratings.
/// The same ratings give the same bytes on every machine. Safe for use from many threads: one lock guards all state.
/// </para>
/// </remarks>
public sealed partial class ItemNeighborRecommender : IForgettingRecommender, IKnownUsersRecommender
{
    private readonly NeighborModel _model;

    /// <summary>Creates a recommender that knows no ratings yet; it predicts the middle of the scale.</summary>
    /// <param name="itemCount">How many items there are, 1 or more.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="options">How it predicts; the defaults where there are none.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="itemCount"/> is below 1, or <paramref name="scale"/> was not made by its constructor.
    /// </exception>
    public ItemNeighborRecommender(int itemCount, RatingScale scale, NeighborOptions? options = null)
    {
        RecommenderArguments.Check(itemCount, scale);
        ItemCount = itemCount;
        Scale = scale;
        _model = new NeighborModel(itemCount, scale, NeighborSide.Items, options ?? new NeighborOptions());
    }

    /// <inheritdoc/>
    public int ItemCount { get; }

    /// <inheritdoc/>
    public RatingScale Scale { get; }

    /// <inheritdoc/>
    public int UserIdBound => _model.UserIdBound;

    /// <inheritdoc/>
    public void Learn(in Rating rating) => _model.Learn(rating);

    /// <inheritdoc/>
    public bool Forget(int user, int item) => _model.Forget(user, item);

    /// <inheritdoc/>
    public int ForgetUser(int user) => _model.ForgetUser(user);

    /// <inheritdoc/>
    public double Predict(int user, int item) => _model.Predict(user, item);

    /// <inheritdoc/>
    /// <remarks>The score is the predicted rating, not moved into the scale, so that the best items do not tie at its end.</remarks>
    public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default) =>
        _model.Recommend(user, destination, excluded);
}
