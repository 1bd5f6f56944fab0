using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>
/// All ratings, by user and by item, and the deviation of each from the biases of its user and its item. Similarities are computed from
/// these.
/// </summary>
/// <remarks>
/// <para>
/// The biases are those of Koren, "Factor in the Neighbors" (TKDD 4(1), 2010), section 2.1. Sums run in the order of ids, so they do not
/// depend on the order in which ratings were learned.
/// </para>
/// <para>
/// A rating changes the mean and thereby every deviation. Those of a user are computed when a question first needs them after a change, so
/// that a question takes time in proportion to the ratings that it concerns. Not safe for concurrent use; its owner locks.
/// </para>
/// </remarks>
internal sealed class NeighborRatings : IRatingObserver
{
    private const double UserShrinkage = 5;
    private const double ItemShrinkage = 5;

    private readonly RatingUnits _units;
    private readonly int[] _unitsOfLevels;
    private readonly RatingLog _byItem;
    private readonly long[] _sums;
    private readonly int[] _counts;
    private readonly double[] _itemBiases;
    private Deviations?[] _users = [];
    private long _total;
    private double _mean;
    private bool _isCurrent;

    public NeighborRatings(int itemCount, RatingScale scale)
    {
        _units = new RatingUnits(scale);
        _unitsOfLevels = [.. Enumerable.Range(0, scale.LevelCount).Select(level => _units.FromRating(scale.ValueOf(level)))];
        _byItem = new RatingLog(scale);
        _sums = new long[itemCount];
        _counts = new int[itemCount];
        _itemBiases = new double[itemCount];
        Log = new RatingLog(scale);
    }

    /// <summary>All ratings by user.</summary>
    public RatingLog Log { get; }

    /// <summary>How many items there are.</summary>
    public int ItemCount => _counts.Length;

    /// <summary>The number of the present state. It rises when a question follows a change.</summary>
    public int Version { get; private set; }

    public void Count(int user, in RatedItem rated, int sign)
    {
        int units = sign * _units.FromRating(rated.Value);
        _sums[rated.Item] += units;
        _counts[rated.Item] += sign;
        _total += units;
        _isCurrent = false;
        if (sign > 0)
        {
            _byItem.Set(new Rating(rated.Item, user, rated.Value), out _);
            return;
        }

        // What was computed from a forgotten rating does not stay in memory.
        _byItem.Remove(rated.Item, user, out _);
        _users = [];
        _mean = 0;
        Array.Clear(_itemBiases);
    }

    /// <summary>Prepares for a question: computes the biases of the items if ratings have changed.</summary>
    public void Refresh()
    {
        if (_isCurrent)
        {
            return;
        }

        _mean = RatingMeans.Overall(_total, Log.RatingCount);
        for (int item = 0; item < _itemBiases.Length; item++)
        {
            _itemBiases[item] = (_sums[item] - (_counts[item] * _mean)) / (_counts[item] + ItemShrinkage);
        }

        if (_users.Length < Log.UserCount)
        {
            Array.Resize(ref _users, Math.Max(Log.UserCount, Math.Min(2 * _users.Length, RecommenderArguments.UserBound)));
        }

        Version++;
        _isCurrent = true;
    }

    /// <summary>The users who rated an item, in the order of their ids: the item of an entry is the user. Without times.</summary>
    public UserRatings RatersOf(int item) => _byItem.OfUser(item);

    /// <summary>The deviations of a user's ratings, in the order of their items.</summary>
    public ReadOnlySpan<double> DeviationsOf(int user) => user < _users.Length ? Computed(user).OfItems : default;

    /// <summary>The deviation of the rating by one of the <see cref="RatersOf"/> an item.</summary>
    public double DeviationOf(int item, in UserRatings raters, int index) =>
        UnitsAt(raters, index) - BaseOf(raters.ItemAt(index), item);

    /// <summary>The mean of all ratings plus the biases of the user and the item, as far as these are known, in units.</summary>
    public double BaseOf(int user, int item) => BaseOf(user < _users.Length ? Computed(user).Bias : 0, item);

    private double BaseOf(double userBias, int item) => _mean + userBias + (item < _itemBiases.Length ? _itemBiases[item] : 0);

    private int UnitsAt(in UserRatings entries, int index) =>
        entries.LevelAt(index) is int level and >= 0 ? _unitsOfLevels[level] : _units.FromRating(entries[index].Value);

    private Deviations Computed(int user)
    {
        Deviations deviations = _users[user] ??= new Deviations();
        if (deviations.Version != Version)
        {
            Compute(user, deviations);
        }

        return deviations;
    }

    private void Compute(int user, Deviations deviations)
    {
        UserRatings entries = Log.OfUser(user);
        if (deviations.OfItems.Length != entries.Length)
        {
            deviations.OfItems = new double[entries.Length];
        }

        double[] ofItems = deviations.OfItems;
        double bias = 0;
        for (int entry = 0; entry < ofItems.Length; entry++)
        {
            ofItems[entry] = UnitsAt(entries, entry);
            bias += ofItems[entry] - _mean - _itemBiases[entries.ItemAt(entry)];
        }

        deviations.Bias = bias / (entries.Length + UserShrinkage);
        for (int entry = 0; entry < ofItems.Length; entry++)
        {
            ofItems[entry] -= BaseOf(deviations.Bias, entries.ItemAt(entry));
        }

        deviations.Version = Version;
    }

    private sealed class Deviations
    {
        public int Version { get; set; }

        public double Bias { get; set; }

        public double[] OfItems { get; set; } = [];
    }
}
