using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Baselines.Internals;

/// <summary>
/// The state of a <see cref="BiasRecommender"/>: integer sums of the ratings, and, for each item, of the means of its users.
/// </summary>
/// <remarks>
/// A user's shrunk mean is (sum + shrinkage * overall mean) / (count + shrinkage). Every rating changes the overall mean, so the two terms
/// are summed separately, each rounded to a whole number that depends on the user alone.
/// </remarks>
internal sealed class BiasModel(int itemCount, RatingScale scale, double userShrinkage, double itemShrinkage) : IForgettingModel
{
    private const int OwnMeanFactor = 1 << 4;
    private const int OverallShareFactor = 1 << 16;

    private readonly RatingUnits _units = new(scale);
    private readonly ItemSums[] _items = new ItemSums[itemCount];
    private long[] _userSums = [];
    private long _total;

    public RatingLog Log { get; } = new(scale);

    /// <summary>Adds a rating without the user's mean, so that loading takes time in proportion to the ratings.</summary>
    public void Set(in Rating rating)
    {
        EnsureUser(rating.User);
        Log.Set(rating, this);
    }

    /// <summary>Adds the means of all users, which <see cref="Set"/> has left out.</summary>
    public void ReadTraining(SnapshotReader reader)
    {
        for (int user = 0; user < Log.UserCount; user++)
        {
            AddMean(user, 1);
        }
    }

    public void Learn(in Rating rating)
    {
        EnsureUser(rating.User);
        AddMean(rating.User, -1);
        Log.Set(rating, this);
        AddMean(rating.User, 1);
    }

    public bool Forget(int user, int item)
    {
        if (Log.IndexOf(user, item) < 0)
        {
            return false;
        }

        AddMean(user, -1);
        Log.Remove(user, item, this);
        AddMean(user, 1);
        return true;
    }

    public int ForgetUser(int user)
    {
        AddMean(user, -1);
        return Log.RemoveUser(user, this);
    }

    public void Count(int user, in RatedItem rated, int sign)
    {
        int units = sign * _units.FromRating(rated.Value);
        ref ItemSums sums = ref _items[rated.Item];
        sums.Ratings += units;
        sums.Count += sign;
        _userSums[user] += units;
        _total += units;
    }

    public double Predict(int user, int item)
    {
        double overall = RatingMeans.Overall(_total, Log.RatingCount);
        double bias = UserBias(user, overall) + (item < itemCount ? ItemBias(item, overall) : 0);
        return RatingMeans.ToRating(overall + bias, scale);
    }

    public void Rank(int user, in UnavailableItems unavailable, ref TopItems best)
    {
        double overall = RatingMeans.Overall(_total, Log.RatingCount);
        double level = overall + UserBias(user, overall);
        for (int item = 0; item < itemCount; item++)
        {
            if (!unavailable.Contains(item))
            {
                best.Offer(item, RatingMeans.ToUnclampedRating(level + ItemBias(item, overall), scale));
            }
        }
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
        return (sums.Ratings - ofUsers) / (sums.Count + itemShrinkage);
    }

    private double UserBias(int user, double overall)
    {
        double sum = 0;
        UserRatings entries = Log.OfUser(user);
        foreach (RatedItem entry in entries)
        {
            sum += _units.FromRating(entry.Value) - overall - ItemBias(entry.Item, overall);
        }

        return sum / (entries.Length + userShrinkage);
    }

    private void AddMean(int user, int sign)
    {
        UserRatings entries = Log.OfUser(user);
        if (entries.IsEmpty)
        {
            return;
        }

        double weight = entries.Length + userShrinkage;
        long ownMean = sign * (long)Math.Round(_userSums[user] * OwnMeanFactor / weight);
        long overallShare = sign * (long)Math.Round(userShrinkage * OverallShareFactor / weight);
        foreach (RatedItem entry in entries)
        {
            ref ItemSums sums = ref _items[entry.Item];
            sums.OwnMeans += ownMean;
            sums.OverallShares += overallShare;
        }
    }

    private struct ItemSums
    {
        public long Ratings;
        public long OwnMeans;
        public long OverallShares;
        public int Count;
    }
}
