namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>Sums over the ratings that two users, or two items, have in common.</summary>
internal struct CommonRatings
{
    private double _product;
    private double _firstSquares;
    private double _secondSquares;

    /// <summary>How many common ratings there are.</summary>
    public int Count { get; private set; }

    /// <summary>Adds the deviations of two ratings.</summary>
    public void Add(double first, double second)
    {
        _product += first * second;
        _firstSquares += first * first;
        _secondSquares += second * second;
        Count++;
    }

    /// <summary>The cosine of the deviations, shrunk by the number of common ratings; 0 where it would be negative.</summary>
    public readonly double Similarity(double shrinkage) =>
        _product <= 0 ? 0 : _product / Math.Sqrt(_firstSquares * _secondSquares) * Count / (Count + shrinkage);
}
