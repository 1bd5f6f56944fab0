using WeightlessNet.Recommenders;

namespace WeightlessNet.Tests.Recommenders.Hybrid;

/// <summary>A recommender that only memorizes: predicts a learned rating exactly, and the minimum for everything else.</summary>
internal sealed class MemorizingRecommender(int itemCount, RatingScale scale) : IRecommender
{
    public Dictionary<(int User, int Item), float> Learned { get; } = [];

    public int ItemCount => itemCount;

    public RatingScale Scale => scale;

    public void Learn(in Rating rating) => Learned[(rating.User, rating.Item)] = rating.Value;

    public double Predict(int user, int item) => Learned.TryGetValue((user, item), out float value) ? value : scale.Minimum;

    public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default) =>
        throw new NotSupportedException("Nobody asks it for the best.");
}
