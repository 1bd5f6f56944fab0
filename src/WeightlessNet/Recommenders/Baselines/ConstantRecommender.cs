using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Baselines;

/// <summary>
/// Predicts the same rating always, and recommends the items in the order of their ids: the floor under every comparison.
/// </summary>
/// <remarks>
/// It keeps what users have rated only so as not to recommend it, and forgets exactly. Safe for use from many threads: one lock
/// guards all state.
/// </remarks>
public sealed partial class ConstantRecommender : IForgettingRecommender, IKnownUsersRecommender
{
    private readonly Lock _access = new();
    private readonly RatingLog _log;

    /// <summary>Creates a recommender that always predicts one value.</summary>
    /// <param name="itemCount">How many items there are, 1 or more.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="value">What it predicts, a value on the scale.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="itemCount"/> is below 1, <paramref name="scale"/> was not made by its constructor, or <paramref name="value"/>
    /// is not on the scale.
    /// </exception>
    public ConstantRecommender(int itemCount, RatingScale scale, double value)
    {
        RecommenderArguments.Check(itemCount, scale);
        if (!scale.Contains(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, $"The value is {scale.Minimum} to {scale.Maximum}.");
        }

        ItemCount = itemCount;
        Scale = scale;
        _log = new RatingLog(scale);
        Value = value;
    }

    /// <inheritdoc/>
    public int ItemCount { get; }

    /// <inheritdoc/>
    public RatingScale Scale { get; }

    /// <summary>What it predicts, and the score of every item.</summary>
    public double Value { get; }

    /// <inheritdoc/>
    public int UserIdBound
    {
        get
        {
            lock (_access)
            {
                return _log.UserCount;
            }
        }
    }

    /// <inheritdoc/>
    public void Learn(in Rating rating)
    {
        Scale.Validate(rating, ItemCount);
        RecommenderArguments.CheckUserBelow(RecommenderArguments.UserBound, rating);
        lock (_access)
        {
            _log.Set(rating, out _);
        }
    }

    /// <inheritdoc/>
    public bool Forget(int user, int item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        lock (_access)
        {
            return _log.Remove(user, item, out _);
        }
    }

    /// <inheritdoc/>
    public int ForgetUser(int user)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        lock (_access)
        {
            int count = _log.OfUser(user).Length;
            for (int last = count - 1; last >= 0; last--)
            {
                _log.Remove(user, _log.OfUser(user)[last].Item, out _);
            }

            return count;
        }
    }

    /// <inheritdoc/>
    public double Predict(int user, int item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        return Value;
    }

    /// <inheritdoc/>
    public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        lock (_access)
        {
            using UnavailableItems unavailable = new(ItemCount, _log.OfUser(user), excluded);
            return unavailable.WriteRest(ItemCount, Value, destination);
        }
    }
}
