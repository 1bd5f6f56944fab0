using WeightlessNet.Recommenders;

namespace WeightlessNet.Scenarios.Traits;

/// <summary>Takes the ratings of a journal.</summary>
internal sealed class RatingCollector(int itemCount, RatingScale scale) : IForgettingRecommender
{
    private readonly SortedDictionary<(int User, int Item), Rating> _ratings = [];

    public IReadOnlyCollection<Rating> Ratings => _ratings.Values;

    public int ItemCount => itemCount;

    public RatingScale Scale => scale;

    public void Learn(in Rating rating) => _ratings[(rating.User, rating.Item)] = rating;

    public bool Forget(int user, int item) => _ratings.Remove((user, item));

    public int ForgetUser(int user) => _ratings.Keys.Where(key => key.User == user).ToArray().Count(key => _ratings.Remove(key));

    public double Predict(int user, int item) => throw new NotSupportedException();

    public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default) =>
        throw new NotSupportedException();
}
