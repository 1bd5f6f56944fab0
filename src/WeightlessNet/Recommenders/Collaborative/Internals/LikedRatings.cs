using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>
/// What users have rated, which of it they like, and the biases of the users and the items: the part of their state that all recommenders
/// that learn from likes share.
/// </summary>
/// <remarks>
/// The biases are those of Koren, "Factor in the Neighbors" (TKDD 4(1), 2010), section 2.1, on integer sums, so that the order of the
/// ratings does not matter. Not safe for concurrent use; its owner locks.
/// </remarks>
internal sealed class LikedRatings : IRatingObserver
{
    private const double UserShrinkage = 5;
    private const double ItemShrinkage = 2;

    private readonly RatingScale _scale;
    private readonly RatingUnits _units;
    private readonly float _likedFrom;
    private readonly ItemSums[] _items;
    private readonly int[] _likes;
    private long _total;

    /// <summary>Creates a log without ratings.</summary>
    /// <param name="itemCount">How many items there are.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="likedFrom">The lowest rating of an item that a user likes.</param>
    /// <param name="weighting">How much each like counts.</param>
    public LikedRatings(int itemCount, RatingScale scale, float likedFrom, LikeWeighting weighting = default)
    {
        Weighting = weighting;
        _scale = scale;
        Log = new RatingLog(scale);
        _units = new RatingUnits(scale);
        _likedFrom = likedFrom;
        _items = new ItemSums[itemCount];
        _likes = new int[itemCount];
    }

    /// <summary>All ratings.</summary>
    public RatingLog Log { get; }

    /// <summary>How much each like counts.</summary>
    public LikeWeighting Weighting { get; }

    /// <summary>How many users like each item.</summary>
    public ReadOnlySpan<int> Likes => _likes;

    /// <summary>How many users like an item.</summary>
    public int LikesOf(int item) => _likes[item];

    /// <summary>How often an item is rated.</summary>
    public int RatingsOf(int item) => _items[item].Count;

    /// <summary>Whether a rating is a like. Thread-safe.</summary>
    public bool IsLike(RatedItem entry) => entry.Value >= _likedFrom;

    /// <summary>Adds a valid rating, or replaces the user's earlier rating of that item.</summary>
    public void Set(in Rating rating) => Log.Set(rating, this);

    /// <summary>Removes a user's rating of an item.</summary>
    /// <returns>Whether there was one; otherwise nothing has changed.</returns>
    public bool Remove(int user, int item) => Log.Remove(user, item, this);

    /// <summary>Removes a user's rating of an item, or all of the user's ratings if it is null.</summary>
    public void Withdraw(int user, int? item)
    {
        if (item is int one)
        {
            _ = Remove(user, one);
        }
        else
        {
            _ = Log.RemoveUser(user, this);
        }
    }

    public void Count(int user, in RatedItem rated, int sign)
    {
        int units = sign * _units.FromRating(rated.Value);
        ref ItemSums sums = ref _items[rated.Item];
        sums.Ratings += units;
        sums.Count += sign;
        _likes[rated.Item] += IsLike(rated) ? sign : 0;
        _total += units;
    }

    /// <summary>The mean of all ratings plus the biases of the user and the item, clamped to the scale.</summary>
    public double Predict(int user, int item)
    {
        double mean = RatingMeans.Overall(_total, Log.RatingCount);
        double bias = 0;
        UserRatings entries = Log.OfUser(user);
        foreach (RatedItem entry in entries)
        {
            bias += _units.FromRating(entry.Value) - mean - ItemBias(entry.Item, mean);
        }

        bias /= entries.Length + UserShrinkage;
        return RatingMeans.ToRating(mean + bias + (item < _items.Length ? ItemBias(item, mean) : 0), _scale);
    }

    private double ItemBias(int item, double mean) =>
        (_items[item].Ratings - (_items[item].Count * mean)) / (_items[item].Count + ItemShrinkage);

    private struct ItemSums
    {
        public long Ratings;
        public int Count;
    }
}
