using WeightlessNet.Recommenders;

namespace WeightlessNet.Scenarios;

/// <summary>An application's decorator that counts the lists.</summary>
internal sealed class CountingRecommender(ICounterfactualRecommender inner) : DelegatingRecommender(inner)
{
    private int _lists;

    public int Lists => _lists;

    public override int Recommend(int user, Span<ScoredItem> destination, in RecommendationFilter filter)
    {
        _ = Interlocked.Increment(ref _lists);
        return base.Recommend(user, destination, filter);
    }
}
