using WeightlessNet.Evaluation.Protocols;

namespace WeightlessNet.Evaluation.Tests;

/// <summary>A candidate that keeps the spies that it makes.</summary>
internal sealed class Spies
{
    private readonly Func<int, int, double> _rule;
    private readonly int _itemCount;

    public Spies(Func<int, int, double> rule, int itemCount = int.MaxValue)
    {
        _rule = rule;
        _itemCount = itemCount;
    }

    public List<SpyRecommender> Made { get; } = [];

    public RecommenderCandidate Named(string name) => new(name, scale =>
    {
        Made.Add(new SpyRecommender(scale, _rule, _itemCount));
        return Made[^1];
    });
}
