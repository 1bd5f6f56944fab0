namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>Sums over the ratings that two items, or two users, have in common: what their similarity is computed from.</summary>
/// <remarks>
/// The similarity is the cosine of the deviations over the common ratings (for items the adjusted cosine of Sarwar et al., "Item-Based
/// Collaborative Filtering Recommendation Algorithms", WWW 2001, with biases for means), shrunk by their number (Koren, "Factor in the
/// Neighbors", TKDD 4(1), 2010, section 2.2). Only similarities above 0 count.
/// </remarks>
internal struct NeighborSums
{
    private double _product;
    private double _squares;
    private double _otherSquares;

    /// <summary>The number of common ratings.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a common rating: its deviations with both.</summary>
    public void Add(double deviation, double other)
    {
        _product += deviation * other;
        _squares += deviation * deviation;
        _otherSquares += other * other;
        Count++;
    }

    /// <summary>The similarity, 0 where it would be negative.</summary>
    /// <param name="shrinkage">See <see cref="NeighborOptions.SimilarityShrinkage"/>.</param>
    public readonly double Similarity(double shrinkage)
    {
        // Computed in any case: the processor cannot predict the sign.
        double similarity = _product / Math.Sqrt(_squares * _otherSquares) * Count / (Count + shrinkage);
        return _product > 0 ? similarity : 0;
    }
}
