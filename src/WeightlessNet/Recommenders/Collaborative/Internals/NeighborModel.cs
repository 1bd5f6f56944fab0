using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>
/// The state of the neighbor recommenders: the ratings, and the scores of users who were asked about since the last change. Answers are
/// computed from the ratings that a question concerns.
/// </summary>
internal sealed class NeighborModel : IForgettingModel
{
    private const int MaximumHotUsers = 16;

    private readonly RatingScale _scale;
    private readonly NeighborRatings _ratings;
    private readonly INeighborReader _reader;
    private readonly HotUsers<double[]> _scores = new(MaximumHotUsers);

    public NeighborModel(int itemCount, RatingScale scale, NeighborSide side, NeighborOptions options)
    {
        _scale = scale;
        _ratings = new NeighborRatings(itemCount, scale);
        _reader = side == NeighborSide.Items
            ? new ItemNeighborReader(_ratings, options)
            : new UserNeighborReader(_ratings, options);
    }

    public RatingLog Log => _ratings.Log;

    public void Count(int user, in RatedItem rated, int sign)
    {
        _ratings.Count(user, rated, sign);
        _scores.Clear();
        if (sign < 0)
        {
            _reader.Clear();
        }
    }

    public double Predict(int user, int item)
    {
        _ratings.Refresh();
        return _scale.Clamp(ScoreFrom(user, item, _reader.DeviationOf(user, item)));
    }

    public void Rank(int user, in UnavailableItems unavailable, ref TopItems best)
    {
        double[] scores = _scores.Find(user) ?? _scores.Add(user, _ => ScoresOf(user));
        for (int item = 0; item < scores.Length; item++)
        {
            if (!unavailable.Contains(item))
            {
                best.Offer(item, scores[item]);
            }
        }
    }

    private double[] ScoresOf(int user)
    {
        _ratings.Refresh();
        double[] scores = new double[_ratings.ItemCount];
        _reader.CopyDeviations(user, scores);
        for (int item = 0; item < scores.Length; item++)
        {
            scores[item] = ScoreFrom(user, item, scores[item]);
        }

        return scores;
    }

    private double ScoreFrom(int user, int item, double deviation) =>
        RatingMeans.ToUnclampedRating(_ratings.BaseOf(user, item) + deviation, _scale);
}
