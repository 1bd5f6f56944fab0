using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Baselines;

/// <summary>
/// Recommends the items that most users have rated, the same for everybody. Predicts the mean rating of the item, shrunk towards
/// the mean of all ratings.
/// </summary>
/// <remarks>
/// Kept as integer sums of ratings rounded to 1/16384 of the scale's range: the order of learning does not matter and forgetting is
/// exact. A rating costs constant time. Safe for use from many threads: one lock guards all state.
/// </remarks>
public sealed partial class PopularityRecommender : IForgettingRecommender, IKnownUsersRecommender
{
    /// <summary>How many ratings of the overall mean count with an item's own unless told otherwise.</summary>
    public const double DefaultShrinkage = 5;

    private readonly Lock _access = new();
    private readonly RatingLog _log;
    private readonly RatingUnits _units;
    private readonly double _shrinkage;
    private readonly int[] _counts;
    private readonly long[] _sums;
    private long _total;

    /// <summary>Creates a recommender that knows no ratings yet; it predicts the middle of the scale.</summary>
    /// <param name="itemCount">How many items there are, 1 or more.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="shrinkage">How many ratings of the overall mean are added to an item's own: above 0 and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="itemCount"/> is below 1, <paramref name="scale"/> was not made by its constructor, or
    /// <paramref name="shrinkage"/> is not above 0 and finite.
    /// </exception>
    public PopularityRecommender(int itemCount, RatingScale scale, double shrinkage = DefaultShrinkage)
    {
        RecommenderArguments.Check(itemCount, scale);
        RecommenderArguments.CheckShrinkage(shrinkage, nameof(shrinkage));
        ItemCount = itemCount;
        Scale = scale;
        _log = new RatingLog(scale);
        _units = new RatingUnits(scale);
        _shrinkage = shrinkage;
        _counts = new int[itemCount];
        _sums = new long[itemCount];
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
            if (_log.Set(rating, out RatedItem replaced))
            {
                Add(replaced.Item, -_units.FromRating(replaced.Value), -1);
            }

            Add(rating.Item, _units.FromRating(rating.Value), 1);
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
            double mean = RatingMeans.Overall(_total, _log.RatingCount);
            if (item < ItemCount)
            {
                mean = (_sums[item] + (_shrinkage * mean)) / (_counts[item] + _shrinkage);
            }

            return RatingMeans.ToRating(mean, Scale);
        }
    }

    /// <inheritdoc/>
    /// <remarks>The score is the number of users who have rated the item.</remarks>
    public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        TopItems best = new(destination);
        lock (_access)
        {
            using UnavailableItems unavailable = new(ItemCount, _log.OfUser(user), excluded);
            for (int item = 0; item < ItemCount; item++)
            {
                if (best.Accepts(_counts[item]) && !unavailable.Contains(item))
                {
                    best.Offer(item, _counts[item]);
                }
            }
        }

        return best.Complete();
    }

    private bool Remove(int user, int item)
    {
        bool removes = _log.Remove(user, item, out RatedItem removed);
        if (removes)
        {
            Add(item, -_units.FromRating(removed.Value), -1);
        }

        return removes;
    }

    private void Add(int item, int units, int count)
    {
        _counts[item] += count;
        _sums[item] += units;
        _total += units;
    }
}
