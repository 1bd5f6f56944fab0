using WeightlessNet.Recommenders;

namespace LiveTuning.Audience;

/// <summary>Passes replayed records of a journal to a recommender, and collects the ratings in force.</summary>
internal sealed class RatingCollector(IForgettingRecommender inner) : IForgettingRecommender
{
    private readonly Dictionary<int, Dictionary<int, Rating>> _ratings = [];

    /// <summary>The ratings in force, by user and film.</summary>
    public IReadOnlyDictionary<int, Dictionary<int, Rating>> Ratings => _ratings;

    public int ItemCount => inner.ItemCount;

    public RatingScale Scale => inner.Scale;

    public void Learn(in Rating rating)
    {
        inner.Learn(rating);
        if (!_ratings.TryGetValue(rating.User, out Dictionary<int, Rating>? ratings))
        {
            _ratings.Add(rating.User, ratings = []);
        }

        ratings[rating.Item] = rating;
    }

    public bool Forget(int user, int item)
    {
        _ratings.GetValueOrDefault(user)?.Remove(item);
        return inner.Forget(user, item);
    }

    public int ForgetUser(int user)
    {
        _ratings.Remove(user);
        return inner.ForgetUser(user);
    }

    public double Predict(int user, int item) => inner.Predict(user, item);

    public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default) =>
        inner.Recommend(user, destination, excluded);
}
