using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Baselines;

/// <summary>
/// Predicts the mean of all ratings plus a bias of the user and a bias of the item, both shrunk: the baseline of Koren, "Factor in
/// the Neighbors" (TKDD 4(1), 2010), section 2.1.
/// </summary>
/// <remarks>
/// <para>
/// An item's bias is taken from its ratings less the shrunk means of the users who gave them; a user's bias then from the user's
/// ratings less the biases of the items. Kept are only integer sums: of ratings, in 1/16384 of the scale's range, and of the
/// users' means. So the order of learning does not matter and forgetting is exact.
/// </para>
/// <para>
/// A rating changes its user's mean, and that enters into the sum of every item which the user has rated: learning, forgetting and
/// predicting take time in proportion to how many those are, a few nanoseconds each. Safe for use from many threads: one lock
/// guards all state.
/// </para>
/// </remarks>
public sealed partial class BiasRecommender : IForgettingRecommender, IKnownUsersRecommender
{
    /// <summary>How many ratings without a bias count with a user's own unless told otherwise.</summary>
    public const double DefaultUserShrinkage = 5;

    /// <summary>How many ratings without a bias count with an item's own unless told otherwise.</summary>
    public const double DefaultItemShrinkage = 2;

    private const int OwnMeanFactor = 1 << 4;
    private const int OverallShareFactor = 1 << 16;

    private readonly Lock _access = new();
    private readonly RatingLog _log;
    private readonly RatingUnits _units;
    private readonly double _userShrinkage;
    private readonly double _itemShrinkage;
    private readonly ItemSums[] _items;
    private long[] _userSums = [];
    private long _total;

    /// <summary>Creates a recommender that knows no ratings yet; it predicts the middle of the scale.</summary>
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
        RecommenderArguments.Check(itemCount, scale);
        RecommenderArguments.CheckShrinkage(userShrinkage, nameof(userShrinkage));
        RecommenderArguments.CheckShrinkage(itemShrinkage, nameof(itemShrinkage));
        ItemCount = itemCount;
        Scale = scale;
        _log = new RatingLog(scale);
        _units = new RatingUnits(scale);
        _userShrinkage = userShrinkage;
        _itemShrinkage = itemShrinkage;
        _items = new ItemSums[itemCount];
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
            EnsureUser(rating.User);
            WeighUser(rating.User, -1);
            if (_log.Set(rating, out RatedItem replaced))
            {
                Add(rating.User, replaced, -1);
            }

            Add(rating.User, new RatedItem(rating.Item, rating.Value, rating.Timestamp), 1);
            WeighUser(rating.User, 1);
        }
    }

    /// <inheritdoc/>
    public bool Forget(int user, int item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        lock (_access)
        {
            if (_log.IndexOf(user, item) < 0)
            {
                return false;
            }

            WeighUser(user, -1);
            _log.Remove(user, item, out RatedItem removed);
            Add(user, removed, -1);
            WeighUser(user, 1);
            return true;
        }
    }

    /// <inheritdoc/>
    public int ForgetUser(int user)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        lock (_access)
        {
            WeighUser(user, -1);
            int count = _log.OfUser(user).Length;
            for (int last = count - 1; last >= 0; last--)
            {
                _log.Remove(user, _log.OfUser(user)[last].Item, out RatedItem removed);
                Add(user, removed, -1);
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
            double overall = RatingMeans.Overall(_total, _log.RatingCount);
            double bias = UserBias(user, overall) + (item < ItemCount ? ItemBias(item, overall) : 0);
            return RatingMeans.ToRating(overall + bias, Scale);
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Items are ranked by their bias, the same for everybody. The score is the rating that is expected and is not moved into the
    /// scale: at its upper end all the best would be equal.
    /// </remarks>
    public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        TopItems best = new(destination);
        lock (_access)
        {
            using UnavailableItems unavailable = new(ItemCount, _log.OfUser(user), excluded);
            double overall = RatingMeans.Overall(_total, _log.RatingCount);
            double level = overall + UserBias(user, overall);
            for (int item = 0; item < ItemCount; item++)
            {
                if (!unavailable.Contains(item))
                {
                    best.Offer(item, RatingMeans.ToUnclampedRating(level + ItemBias(item, overall), Scale));
                }
            }
        }

        return best.Complete();
    }

    private void EnsureUser(int user)
    {
        if (user >= _userSums.Length)
        {
            Array.Resize(ref _userSums, Math.Max(user + 1, 2 * _userSums.Length));
        }
    }

    private double ItemBias(int item, double overall)
    {
        ref readonly ItemSums sums = ref _items[item];
        double ofUsers = (sums.OwnMeans / (double)OwnMeanFactor) + (sums.OverallShares * overall / OverallShareFactor);
        return (sums.Ratings - ofUsers) / (sums.Count + _itemShrinkage);
    }

    private double UserBias(int user, double overall)
    {
        double sum = 0;
        UserRatings entries = _log.OfUser(user);
        foreach (RatedItem entry in entries)
        {
            sum += _units.FromRating(entry.Value) - overall - ItemBias(entry.Item, overall);
        }

        return sum / (entries.Length + _userShrinkage);
    }

    // A user's shrunk mean is (sum + shrinkage * overall mean) / (count + shrinkage). The overall mean changes with every rating of
    // anybody, so the two terms are summed apart, each rounded to a whole number that depends on the user alone.
    private void WeighUser(int user, int sign)
    {
        UserRatings entries = _log.OfUser(user);
        if (entries.IsEmpty)
        {
            return;
        }

        double weight = entries.Length + _userShrinkage;
        long ownMean = sign * (long)Math.Round(_userSums[user] * OwnMeanFactor / weight);
        long overallShare = sign * (long)Math.Round(_userShrinkage * OverallShareFactor / weight);
        foreach (RatedItem entry in entries)
        {
            ref ItemSums sums = ref _items[entry.Item];
            sums.OwnMeans += ownMean;
            sums.OverallShares += overallShare;
        }
    }

    private void Add(int user, RatedItem entry, int sign)
    {
        int units = sign * _units.FromRating(entry.Value);
        _items[entry.Item].Ratings += units;
        _items[entry.Item].Count += sign;
        _userSums[user] += units;
        _total += units;
    }

    private struct ItemSums
    {
        public long Ratings;
        public long OwnMeans;
        public long OverallShares;
        public int Count;
    }
}
