using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>
/// The state of the neighbor recommenders: the ratings, and what follows from them, which is computed again at the first answer after a
/// change.
/// </summary>
internal sealed class NeighborModel(int itemCount, RatingScale scale, NeighborSide side, NeighborOptions options) : IForgettingModel
{
    private readonly RatingUnits _units = new(scale);
    private NeighborRatings? _ratings;
    private NeighborReader? _reader;

    public RatingLog Log { get; } = new(scale);

    /// <summary>Drops at once what was computed from the ratings, so that no forgotten rating stays in memory.</summary>
    public void Count(int user, in RatedItem rated, int sign) => (_ratings, _reader) = (null, null);

    public double Predict(int user, int item) => scale.Clamp(Score(user, item));

    public void Rank(int user, in UnavailableItems unavailable, ref TopItems best)
    {
        for (int item = 0; item < itemCount; item++)
        {
            if (!unavailable.Contains(item))
            {
                best.Offer(item, Score(user, item));
            }
        }
    }

    private double Score(int user, int item)
    {
        if (_ratings is null || _reader is null)
        {
            _ratings = new NeighborRatings(Log, itemCount, _units);
            _reader = side == NeighborSide.Items
                ? new NeighborReader(_ratings.ByItem, _ratings.ByUser, options)
                : new NeighborReader(_ratings.ByUser, _ratings.ByItem, options);
        }

        double units = _ratings.BaseOf(user, item);
        (int member, int other, int known) =
            side == NeighborSide.Items ? (item, user, itemCount) : (user, item, Log.UserCount);
        if (member < known)
        {
            _reader.Choose(member);
            units += _reader.DeviationWith(other);
        }

        return RatingMeans.ToUnclampedRating(units, scale);
    }
}
