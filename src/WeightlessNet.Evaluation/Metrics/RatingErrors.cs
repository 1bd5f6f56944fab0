namespace WeightlessNet.Evaluation.Metrics;

/// <summary>Accumulates the root mean squared error (RMSE) and mean absolute error (MAE) of predicted ratings.</summary>
/// <remarks>
/// Errors are in the units of the ratings. The default value is empty. A mutable struct: pass it by reference. Sums are doubles added in
/// the order of the calls, so equal calls give equal bits. Not safe for concurrent use.
/// </remarks>
public struct RatingErrors
{
    private double _squared;
    private double _absolute;

    /// <summary>The number of added predictions.</summary>
    public int Count { get; private set; }

    /// <summary>The root mean squared error; 0 if <see cref="Count"/> is 0.</summary>
    public readonly double Rmse => Count == 0 ? 0 : Math.Sqrt(_squared / Count);

    /// <summary>The mean absolute error; 0 if <see cref="Count"/> is 0.</summary>
    public readonly double Mae => Count == 0 ? 0 : _absolute / Count;

    /// <summary>Adds one prediction.</summary>
    /// <param name="predicted">The predicted rating; finite.</param>
    /// <param name="actual">The rating that the user gave; finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not finite; the errors are unchanged.</exception>
    public void Add(double predicted, double actual)
    {
        if (!double.IsFinite(predicted))
        {
            throw new ArgumentOutOfRangeException(nameof(predicted), predicted, "A predicted rating must be a finite number.");
        }

        if (!double.IsFinite(actual))
        {
            throw new ArgumentOutOfRangeException(nameof(actual), actual, "A rating must be a finite number.");
        }

        double error = predicted - actual;
        _squared += error * error;
        _absolute += Math.Abs(error);
        Count++;
    }

    /// <summary>Adds all predictions of another accumulator.</summary>
    /// <param name="other">The other accumulator.</param>
    public void Add(in RatingErrors other)
    {
        _squared += other._squared;
        _absolute += other._absolute;
        Count += other.Count;
    }

    /// <summary>The errors and the number of predictions, in one line.</summary>
    public readonly override string ToString() =>
        FormattableString.Invariant($"RMSE {Rmse:0.0000}, MAE {Mae:0.0000}, n = {Count:N0}");
}
