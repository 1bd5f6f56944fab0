using WeightlessNet.Recommenders;

namespace LiveTuning.Audience;

/// <summary>Passes what a journal replays on to a recommender, and remembers which ratings are left.</summary>
internal sealed class RatingsByUser(IForgettingRecommender inner) : IForgettingRecommender
{
    private readonly Dictionary<int, Dictionary<int, float>> _ratings = [];

    public int ItemCount => inner.ItemCount;

    public RatingScale Scale => inner.Scale;

    /// <summary>The ratings of a user, by item.</summary>
    public IReadOnlyDictionary<int, float> Of(int user) => _ratings.GetValueOrDefault(user) ?? [];

    public void Learn(in Rating rating)
    {
        inner.Learn(rating);
        if (!_ratings.TryGetValue(rating.User, out Dictionary<int, float>? ratings))
        {
            _ratings.Add(rating.User, ratings = []);
        }

        ratings[rating.Item] = rating.Value;
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
