using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Baselines;

/// <summary>
/// Predicts a user's mean rating, shrunk towards the mean of all ratings. It knows nothing of items, so that it recommends them in
/// the order of their ids.
/// </summary>
/// <remarks>
/// Kept as integer sums of ratings rounded to 1/16384 of the scale's range: the order of learning does not matter and forgetting is
/// exact. A rating costs constant time. Safe for use from many threads: one lock guards all state.
/// </remarks>
public sealed partial class UserMeanRecommender : IForgettingRecommender, IKnownUsersRecommender
{
    /// <summary>How many ratings of the overall mean count with a user's own unless told otherwise.</summary>
    public const double DefaultShrinkage = 3;

    private readonly Lock _access = new();
    private readonly RatingLog _log;
    private readonly RatingUnits _units;
    private readonly double _shrinkage;
    private long[] _sums = [];
    private long _total;

    /// <summary>Creates a recommender that knows no ratings yet; it predicts the middle of the scale.</summary>
    /// <param name="itemCount">How many items there are, 1 or more.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="shrinkage">How many ratings of the overall mean are added to a user's own: above 0 and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="itemCount"/> is below 1, <paramref name="scale"/> was not made by its constructor, or
    /// <paramref name="shrinkage"/> is not above 0 and finite.
    /// </exception>
    public UserMeanRecommender(int itemCount, RatingScale scale, double shrinkage = DefaultShrinkage)
    {
        RecommenderArguments.Check(itemCount, scale);
        RecommenderArguments.CheckShrinkage(shrinkage, nameof(shrinkage));
        ItemCount = itemCount;
        Scale = scale;
        _log = new RatingLog(scale);
        _units = new RatingUnits(scale);
        _shrinkage = shrinkage;
    }

    /// <inheritdoc/>
    public int ItemCount { get; }

    /// <inheritdoc/>
    public RatingScale Scale { get; }

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
            if (rating.User >= _sums.Length)
            {
                Array.Resize(ref _sums, Math.Max(rating.User + 1, 2 * _sums.Length));
            }

            bool replaces = _log.Set(rating, out RatedItem replaced);
            Add(rating.User, _units.FromRating(rating.Value) - (replaces ? _units.FromRating(replaced.Value) : 0));
        }
    }

    /// <inheritdoc/>
    public bool Forget(int user, int item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        lock (_access)
        {
            return Remove(user, item);
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
                Remove(user, _log.OfUser(user)[last].Item);
            }

            return count;
        }
    }

    /// <inheritdoc/>
    public double Predict(int user, int item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        lock (_access)
        {
            return MeanOf(user);
        }
    }

    /// <inheritdoc/>
    public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        lock (_access)
        {
            using UnavailableItems unavailable = new(ItemCount, _log.OfUser(user), excluded);
            return unavailable.WriteRest(ItemCount, MeanOf(user), destination);
        }
    }

    private bool Remove(int user, int item)
    {
        bool removes = _log.Remove(user, item, out RatedItem removed);
        if (removes)
        {
            Add(user, -_units.FromRating(removed.Value));
        }

        return removes;
    }

    private void Add(int user, int units)
    {
        _sums[user] += units;
        _total += units;
    }

    private double MeanOf(int user)
    {
        double overall = RatingMeans.Overall(_total, _log.RatingCount);
        int count = _log.OfUser(user).Length;
        double mean = count == 0 ? overall : (_sums[user] + (_shrinkage * overall)) / (count + _shrinkage);
        return RatingMeans.ToRating(mean, Scale);
    }
}
