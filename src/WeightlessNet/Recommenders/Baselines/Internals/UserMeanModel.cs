using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Baselines.Internals;

/// <summary>The state of a <see cref="UserMeanRecommender"/>: the sums of all ratings and of those of each user.</summary>
internal sealed class UserMeanModel(RatingScale scale, double shrinkage) : IForgettingModel
{
    private readonly RatingUnits _units = new(scale);
    private long[] _sums = [];
    private long _total;

    public RatingLog Log { get; } = new(scale);

    public void Set(in Rating rating)
    {
        if (rating.User >= _sums.Length)
        {
            Array.Resize(ref _sums, Math.Max(rating.User + 1, 2 * _sums.Length));
        }

        Log.Set(rating, this);
    }

    public void Count(int user, in RatedItem rated, int sign)
    {
        int units = sign * _units.FromRating(rated.Value);
        _sums[user] += units;
        _total += units;
    }

    public double Predict(int user, int item) => MeanOf(user);

    public void Rank(int user, in UnavailableItems unavailable, ref TopItems best) => unavailable.OfferRest(MeanOf(user), ref best);

    private double MeanOf(int user)
    {
        double overall = RatingMeans.Overall(_total, Log.RatingCount);
        int count = Log.OfUser(user).Length;
        double mean = count == 0 ? overall : (_sums[user] + (shrinkage * overall)) / (count + shrinkage);
        return RatingMeans.ToRating(mean, scale);
    }
}
