using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>
/// The deviation of each rating from the biases of its user and its item, listed by user and by item. Similarities are computed from these.
/// Immutable.
/// </summary>
/// <remarks>
/// The biases are those of Koren, "Factor in the Neighbors" (TKDD 4(1), 2010), section 2.1. Sums run in the order of ids, so they do not
/// depend on the order in which ratings were learned.
/// </remarks>
internal sealed class NeighborRatings
{
    private const double UserShrinkage = 5;
    private const double ItemShrinkage = 5;

    private readonly double _mean;
    private readonly double[] _userBiases;
    private readonly double[] _itemBiases;

    public NeighborRatings(RatingLog log, int itemCount, RatingUnits units)
    {
        long[] sums = new long[itemCount];
        int[] counts = new int[itemCount];
        long total = 0;
        int[] userStarts = new int[log.UserCount + 1];
        for (int user = 0; user < log.UserCount; user++)
        {
            foreach (RatedItem entry in log.OfUser(user))
            {
                int value = units.FromRating(entry.Value);
                sums[entry.Item] += value;
                counts[entry.Item]++;
                total += value;
            }

            userStarts[user + 1] = userStarts[user] + log.OfUser(user).Length;
        }

        _mean = RatingMeans.Overall(total, log.RatingCount);
        _itemBiases = new double[itemCount];
        int[] itemStarts = new int[itemCount + 1];
        for (int item = 0; item < itemCount; item++)
        {
            _itemBiases[item] = (sums[item] - (counts[item] * _mean)) / (counts[item] + ItemShrinkage);
            itemStarts[item + 1] = itemStarts[item] + counts[item];
        }

        _userBiases = new double[log.UserCount];
        ByUser = new NeighborLists(userStarts);
        ByItem = new NeighborLists(itemStarts);
        int[] next = itemStarts[..^1];
        for (int user = 0; user < log.UserCount; user++)
        {
            UserRatings entries = log.OfUser(user);
            double bias = 0;
            foreach (RatedItem entry in entries)
            {
                bias += units.FromRating(entry.Value) - _mean - _itemBiases[entry.Item];
            }

            _userBiases[user] = bias / (entries.Length + UserShrinkage);
            for (int i = 0; i < entries.Length; i++)
            {
                int item = entries[i].Item;
                double rest = units.FromRating(entries[i].Value) - BaseOf(user, item);
                ByUser.Set(userStarts[user] + i, item, rest);
                ByItem.Set(next[item]++, user, rest);
            }
        }
    }

    /// <summary>For each user the items, rising, and the deviations.</summary>
    public NeighborLists ByUser { get; }

    /// <summary>For each item the users, rising, and the deviations.</summary>
    public NeighborLists ByItem { get; }

    /// <summary>The mean of all ratings plus the biases of the user and the item, as far as these are known, in units.</summary>
    public double BaseOf(int user, int item) =>
        _mean
        + (user < _userBiases.Length ? _userBiases[user] : 0)
        + (item < _itemBiases.Length ? _itemBiases[item] : 0);
}
