using WeightlessNet.Recommenders;

namespace WeightlessNet.Tests.Evaluation;

/// <summary>Answers by a rule and remembers every call.</summary>
internal sealed class SpyRecommender : IRecommender
{
    private readonly Func<int, int, double> _rule;

    public SpyRecommender(RatingScale scale, Func<int, int, double> rule)
    {
        Scale = scale;
        _rule = rule;
    }

    public List<Call> Calls { get; } = [];

    public IEnumerable<Rating> Learned => Calls.Where(call => call.Learned is not null).Select(call => call.Learned!.Value);

    public IEnumerable<(int User, int Item)> Predicted => Calls.Where(call => call.Learned is null).Select(call => (call.User, call.Item));

    public int ItemCount => int.MaxValue;

    public RatingScale Scale { get; }

    public void Learn(in Rating rating) => Calls.Add(new Call(rating.User, rating.Item, rating));

    public double Predict(int user, int item)
    {
        Calls.Add(new Call(user, item, null));
        return _rule(user, item);
    }

    public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default) => throw new NotSupportedException();

    /// <summary>A call of Predict, or of Learn where it carries a rating.</summary>
    internal sealed record Call(int User, int Item, Rating? Learned);
}
