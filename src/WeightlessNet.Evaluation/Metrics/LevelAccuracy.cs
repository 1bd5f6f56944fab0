namespace WeightlessNet.Evaluation.Metrics;

/// <summary>Counts predictions that are within a number of levels of the true level of a rating scale.</summary>
/// <remarks>
/// The default value is empty, with a tolerance of 0. A mutable struct: pass it by reference. Not safe for concurrent use.
/// </remarks>
public struct LevelAccuracy
{
    /// <summary>Creates an empty count.</summary>
    /// <param name="tolerance">The largest distance in levels at which a prediction counts as right, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="tolerance"/> is negative.</exception>
    public LevelAccuracy(int tolerance)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tolerance);
        Tolerance = tolerance;
    }

    /// <summary>The largest distance in levels at which a prediction counts as right.</summary>
    public int Tolerance { get; }

    /// <summary>The number of added predictions.</summary>
    public int Count { get; private set; }

    /// <summary>The number of right predictions.</summary>
    public int Hits { get; private set; }

    /// <summary>The share of right predictions, 0 to 1; 0 if <see cref="Count"/> is 0.</summary>
    public readonly double Share => Count == 0 ? 0 : (double)Hits / Count;

    /// <summary>Adds one prediction.</summary>
    /// <param name="predicted">The predicted level.</param>
    /// <param name="actual">The true level.</param>
    public void Add(int predicted, int actual)
    {
        Count++;
        if (Math.Abs((long)predicted - actual) <= Tolerance)
        {
            Hits++;
        }
    }

    /// <summary>The share of predictions that are near enough, in percent.</summary>
    public readonly override string ToString() => FormattableString.Invariant($"within {Tolerance}: {100 * Share:0.0} %, n = {Count:N0}");
}
