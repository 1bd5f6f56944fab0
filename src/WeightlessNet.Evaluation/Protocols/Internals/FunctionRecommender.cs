using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Protocols.Internals;

/// <summary>A recommender whose predictions come from a function that is made of the training ratings.</summary>
internal sealed class FunctionRecommender : IBatchRecommender
{
    private readonly Func<IReadOnlyList<Rating>, Func<int, int, double>> _train;
    private readonly List<Rating> _ratings = [];
    private Func<int, int, double>? _predict;

    public FunctionRecommender(RatingScale scale, int itemCount, Func<IReadOnlyList<Rating>, Func<int, int, double>> train)
    {
        Scale = scale;
        ItemCount = itemCount;
        _train = train;
    }

    public int ItemCount { get; }

    public RatingScale Scale { get; }

    public void Learn(in Rating rating)
    {
        (int user, int item) = (rating.User, rating.Item);
        _ratings.RemoveAll(earlier => earlier.User == user && earlier.Item == item);
        _ratings.Add(rating);
        _predict = null;
    }

    public void Fit(ReadOnlySpan<Rating> ratings, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        _ratings.Clear();
        _ratings.AddRange(ratings);
        _predict = null;
        Trained();
    }

    // The protocols report a prediction that is not a finite number, so it is passed on.
    public double Predict(int user, int item)
    {
        double predicted = Trained()(user, item);
        return double.IsFinite(predicted) ? Scale.Clamp(predicted) : predicted;
    }

    public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default)
    {
        Func<int, int, double> predict = Trained();
        HashSet<int> left = [.. excluded];
        ScoredItem[] ranked =
        [
            .. Enumerable.Range(0, ItemCount).Where(item => !left.Contains(item)).Select(item => new ScoredItem(item, predict(user, item)))
                .OrderByDescending(scored => scored.Score).Take(destination.Length),
        ];
        ranked.CopyTo(destination);
        return ranked.Length;
    }

    private Func<int, int, double> Trained() =>
        _predict ??= _train(_ratings.ToArray()) ?? throw new InvalidOperationException("The training returned null, not a function.");
}
