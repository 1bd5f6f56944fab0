namespace WeightlessNet.Evaluation.Metrics;

/// <summary>Counts predictions that lie within a number of steps of the true level of a rating scale.</summary>
/// <remarks>
/// The default value holds nothing and tolerates no step. A mutable value: pass it by reference; not safe for concurrent use.
/// </remarks>
public struct LevelAccuracy
{
    /// <summary>Starts an empty count.</summary>
    /// <param name="tolerance">How many steps a prediction may be away and still count as right, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="tolerance"/> is negative.</exception>
    public LevelAccuracy(int tolerance)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tolerance);
        Tolerance = tolerance;
    }

    /// <summary>How many steps a prediction may be away and still count as right.</summary>
    public int Tolerance { get; }

    /// <summary>How many predictions were added.</summary>
    public int Count { get; private set; }

    /// <summary>How many of them were right.</summary>
    public int Hits { get; private set; }

    /// <summary>The share that was right, 0 to 1; 0 where <see cref="Count"/> is 0.</summary>
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
}
