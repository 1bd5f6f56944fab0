using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Tests;

/// <summary>Predicts by a rule and records every call.</summary>
internal sealed class SpyRecommender : IRecommender
{
    private readonly Func<int, int, double> _rule;
    private readonly Action? _onLearn;

    public SpyRecommender(RatingScale scale, Func<int, int, double> rule, int itemCount, Action? onLearn)
    {
        _onLearn = onLearn;
        Scale = scale;
        _rule = rule;
        ItemCount = itemCount;
    }

    public List<Call> Calls { get; } = [];

    public List<(int User, int Wanted)> Rankings { get; } = [];

    public IEnumerable<Rating> Learned => Calls.Where(call => call.Learned is not null).Select(call => call.Learned!.Value);

    public IEnumerable<(int User, int Item)> Predicted => Calls.Where(call => call.Learned is null).Select(call => (call.User, call.Item));

    public int ItemCount { get; }

    public RatingScale Scale { get; }

    public void Learn(in Rating rating)
    {
        Calls.Add(new Call(rating.User, rating.Item, rating));
        _onLearn?.Invoke();
    }

    public double Predict(int user, int item)
    {
        Calls.Add(new Call(user, item, null));
        return _rule(user, item);
    }

    public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default)
    {
        Rankings.Add((user, destination.Length));
        HashSet<int> rated = [.. Learned.Where(rating => rating.User == user).Select(rating => rating.Item), .. excluded];
        ScoredItem[] ranked =
        [
            .. Enumerable.Range(0, ItemCount).Where(item => !rated.Contains(item)).Select(item => new ScoredItem(item, _rule(user, item)))
                .OrderByDescending(scored => scored.Score).Take(destination.Length),
        ];
        ranked.CopyTo(destination);
        return ranked.Length;
    }

    /// <summary>A call of Learn if it has a rating, otherwise of Predict.</summary>
    internal sealed record Call(int User, int Item, Rating? Learned);
}
