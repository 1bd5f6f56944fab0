using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Tests;

/// <summary>Predicts the mean of the fitted ratings and records how it was trained.</summary>
internal sealed class BatchSpyRecommender(RatingScale scale) : IBatchRecommender
{
    public List<Rating[]> Fits { get; } = [];

    public int LearnCalls { get; private set; }

    public int ItemCount => int.MaxValue;

    public RatingScale Scale => scale;

    public void Fit(ReadOnlySpan<Rating> ratings, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        Fits.Add(ratings.ToArray());
        progress?.Report(0.5);
        progress?.Report(double.NaN);
        progress?.Report(1);
    }

    public void Learn(in Rating rating) => LearnCalls++;

    public double Predict(int user, int item) =>
        Fits.LastOrDefault() is { Length: > 0 } fitted ? fitted.Average(rating => (double)rating.Value) : scale.Minimum;

    public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default) => throw new NotSupportedException();
}
