using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>
/// The ratings by user and by item, and the deviation of each rating from the biases of its user and its item. Similarities are computed
/// from these. What follows from the ratings is computed for the users and items that are asked for, at the first question after a change.
/// </summary>
/// <remarks>
/// The biases are those of Koren, "Factor in the Neighbors" (TKDD 4(1), 2010), section 2.1. Sums of doubles run in the order of ids, so
/// they do not depend on the order in which ratings were learned. Not safe for concurrent use; its owner locks.
/// </remarks>
internal sealed class NeighborRatings(int itemCount, RatingScale scale)
{
    private const double UserShrinkage = 5;
    private const double ItemShrinkage = 5;

    private readonly RatingUnits _units = new(scale);
    private readonly ItemState[] _items = new ItemState[itemCount];
    private NeighborRow?[] _rows = [];
    private long _total;
    private double _mean;
    private long _version = 1;
    private long _meanVersion;

    /// <summary>How many items there are.</summary>
    public int ItemCount => itemCount;

    /// <summary>All ratings, by user.</summary>
    public RatingLog Log { get; } = new(scale);

    /// <summary>All ratings, by item: the item of an entry is the user.</summary>
    public RatingLog ByItem { get; } = new(scale);

    /// <summary>Rises with every change.</summary>
    public long Version => _version;

    /// <summary>Counts a rating that enters or leaves the log.</summary>
    public void Count(int user, in RatedItem rated, int sign)
    {
        int units = sign * _units.FromRating(rated.Value);
        _total += units;
        _items[rated.Item].Sum += units;
        _items[rated.Item].Count += sign;
        _version++;
        if (sign > 0)
        {
            ByItem.Set(new Rating(rated.Item, user, rated.Value, rated.Timestamp), out _);
        }
        else
        {
            // Drops what was computed from the rating, so that nothing forgotten stays in memory.
            ByItem.Remove(rated.Item, user, out _);
            _rows = [];
        }
    }

    /// <summary>Has to be called before questions.</summary>
    public void Refresh()
    {
        if (_meanVersion != _version)
        {
            _mean = RatingMeans.Overall(_total, Log.RatingCount);
            _meanVersion = _version;
        }
    }

    /// <summary>The mean of all ratings plus the biases of the user and the item, as far as these are known, in units.</summary>
    public double BaseOf(int user, int item) =>
        BaseOf(user < Log.UserCount ? RowOf(user).Bias : 0, item < itemCount ? BiasOf(item) : 0);

    /// <summary>The deviations of a user below the log's count of users.</summary>
    public NeighborRow RowOf(int user)
    {
        if (user >= _rows.Length)
        {
            Array.Resize(ref _rows, Math.Max(user + 1, Math.Min(2 * _rows.Length, Log.UserCount)));
        }

        NeighborRow row = _rows[user] ??= new NeighborRow();
        if (row.Version != _version)
        {
            Fill(row, Log.OfUser(user));
        }

        return row;
    }

    /// <summary>The deviation of a rating from the biases, in units.</summary>
    /// <param name="value">The value of the rating.</param>
    /// <param name="userBias">The bias of its user.</param>
    /// <param name="item">Its item.</param>
    public double RestOf(float value, double userBias, int item) => _units.FromRating(value) - BaseOf(userBias, BiasOf(item));

    private double BaseOf(double userBias, double itemBias) => _mean + userBias + itemBias;

    private double BiasOf(int item)
    {
        ref ItemState state = ref _items[item];
        if (state.BiasVersion != _version)
        {
            state.Bias = (state.Sum - (state.Count * _mean)) / (state.Count + ItemShrinkage);
            state.BiasVersion = _version;
        }

        return state.Bias;
    }

    private void Fill(NeighborRow row, UserRatings entries)
    {
        double bias = 0;
        foreach (RatedItem entry in entries)
        {
            bias += _units.FromRating(entry.Value) - _mean - BiasOf(entry.Item);
        }

        bias /= entries.Length + UserShrinkage;
        (int[] items, double[] rests) = row.Begin(_version, entries.Length, bias);
        for (int i = 0; i < entries.Length; i++)
        {
            RatedItem entry = entries[i];
            items[i] = entry.Item;
            rests[i] = RestOf(entry.Value, bias, entry.Item);
        }
    }

    private struct ItemState
    {
        public long Sum;
        public long BiasVersion;
        public double Bias;
        public int Count;
    }
}
