using WeightlessNet.Recommenders.Central;
using WeightlessNet.Recommenders.Internals;

namespace WeightlessNet.Recommenders;

/// <summary>
/// Predicts a rating from those that the most similar users gave the item: users who rate the same items alike.
/// </summary>
/// <remarks>
/// <para>
/// How far a rating deviates from the biases of its user and its item is predicted as the mean of those that similar users
/// gave the item,
/// weighted by similarity: the cosine of the deviations of the items that both rated, shrunk by how many there are. After Sarwar et al.,
/// "Item-Based Collaborative Filtering Recommendation Algorithms" (WWW 2001), and Koren, "Factor in the Neighbors" (TKDD 4(1), 2010),
/// section 2.2.
/// </para>
/// <para>
/// Nothing is trained: every answer is a function of the ratings held, whatever their order, and forgetting is exact. A rating costs
/// constant time but for the user's log; the first answer after it costs time in proportion to all ratings, and
/// the first answer for another user in proportion to the ratings of the users whom it may have to ask.
/// The same ratings give the same bytes on every machine. Safe for use from many threads: one lock guards all state.
/// </para>
/// </remarks>
public sealed partial class UserNeighborRecommender : IForgettingRecommender
{
    private readonly Lock _access = new();
    private readonly NeighborModel _model;

    /// <summary>Creates a recommender that knows no ratings yet; it predicts the middle of the scale.</summary>
    /// <param name="itemCount">How many items there are, 1 or more.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="options">How it predicts; the defaults where there are none.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="itemCount"/> is below 1, or <paramref name="scale"/> was not made by its constructor.
    /// </exception>
    public UserNeighborRecommender(int itemCount, RatingScale scale, NeighborOptions? options = null)
    {
        RecommenderArguments.Check(itemCount, scale);
        ItemCount = itemCount;
        Scale = scale;
        _model = new NeighborModel(itemCount, scale, NeighborSide.Users, options ?? new NeighborOptions());
    }

    /// <inheritdoc/>
    public int ItemCount { get; }

    /// <inheritdoc/>
    public RatingScale Scale { get; }

    /// <inheritdoc/>
    public void Learn(in Rating rating)
    {
        Scale.Validate(rating, ItemCount);
        RecommenderArguments.CheckUserBelow(RecommenderArguments.UserBound, rating);
        lock (_access)
        {
            _model.Set(rating);
        }
    }

    /// <inheritdoc/>
    public bool Forget(int user, int item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        lock (_access)
        {
            return _model.Remove(user, item);
        }
    }

    /// <inheritdoc/>
    public int ForgetUser(int user)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        lock (_access)
        {
            return _model.RemoveUser(user);
        }
    }

    /// <inheritdoc/>
    public double Predict(int user, int item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        lock (_access)
        {
            return Scale.Clamp(_model.Predict(user, item));
        }
    }

    /// <inheritdoc/>
    /// <remarks>The score is the predicted rating, not moved into the scale, so that the best items do not tie at its end.</remarks>
    public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        TopItems best = new(destination);
        lock (_access)
        {
            using UnavailableItems unavailable = new(ItemCount, _model.Log.OfUser(user), excluded);
            _model.Rank(user, unavailable, ref best);
        }

        return best.Complete();
    }
}
