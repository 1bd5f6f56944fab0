using WeightlessNet.Evaluation.Protocols;

namespace WeightlessNet.Evaluation.Tests;

/// <summary>Creates candidates and keeps the spies that they create.</summary>
internal sealed class Spies
{
    private readonly Func<int, int, double> _rule;
    private readonly int _itemCount;
    private readonly Action? _onLearn;

    public Spies(Func<int, int, double> rule, int itemCount = int.MaxValue, Action? onLearn = null)
    {
        _rule = rule;
        _itemCount = itemCount;
        _onLearn = onLearn;
    }

    public List<SpyRecommender> Made { get; } = [];

    public RecommenderCandidate Named(string name) => new(name, scale =>
    {
        Made.Add(new SpyRecommender(scale, _rule, _itemCount, _onLearn));
        return Made[^1];
    });
}
