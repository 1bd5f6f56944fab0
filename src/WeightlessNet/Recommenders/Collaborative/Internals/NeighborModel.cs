using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>The state of the neighbor recommenders: the ratings, and what was computed from them for the last answers.</summary>
internal sealed class NeighborModel : IForgettingModel
{
    private readonly RatingScale _scale;
    private readonly NeighborRatings _ratings;
    private readonly Func<NeighborRatings, INeighbors> _create;
    private INeighbors? _neighbors;

    public NeighborModel(int itemCount, RatingScale scale, Func<NeighborRatings, INeighbors> create)
    {
        _scale = scale;
        _ratings = new NeighborRatings(itemCount, scale);
        _create = create;
    }

    public RatingLog Log => _ratings.Log;

    private INeighbors Neighbors => _neighbors ??= _create(_ratings);

    public void Count(int user, in RatedItem rated, int sign)
    {
        _ratings.Count(user, rated, sign);
        if (sign < 0)
        {
            // Its scratch memory may hold what was computed from the rating.
            _neighbors = null;
        }
    }

    public double Predict(int user, int item) => _scale.Clamp(Neighbors.Score(user, item));

    public void Rank(int user, in UnavailableItems unavailable, ref TopItems best) => Neighbors.Rank(user, unavailable, ref best);
}
