using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Baselines.Internals;

/// <summary>The state of a <see cref="PopularityRecommender"/>: the number and the sum of the ratings of each item.</summary>
internal sealed class PopularityModel(int itemCount, RatingScale scale, double shrinkage) : IForgettingModel
{
    private readonly RatingUnits _units = new(scale);
    private readonly int[] _counts = new int[itemCount];
    private readonly long[] _sums = new long[itemCount];
    private long _total;

    public RatingLog Log { get; } = new(scale);

    public void Count(int user, in RatedItem rated, int sign)
    {
        int units = sign * _units.FromRating(rated.Value);
        _counts[rated.Item] += sign;
        _sums[rated.Item] += units;
        _total += units;
    }

    public double Predict(int user, int item)
    {
        double mean = RatingMeans.Overall(_total, Log.RatingCount);
        if (item < itemCount)
        {
            mean = (_sums[item] + (shrinkage * mean)) / (_counts[item] + shrinkage);
        }

        return RatingMeans.ToRating(mean, scale);
    }

    public void Rank(int user, in UnavailableItems unavailable, ref TopItems best)
    {
        for (int item = 0; item < itemCount; item++)
        {
            if (best.Accepts(_counts[item]) && !unavailable.Contains(item))
            {
                best.Offer(item, _counts[item]);
            }
        }
    }
}
