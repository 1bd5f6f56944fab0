namespace WeightlessNet.Evaluation.Metrics;

/// <summary>Adds up the errors of predicted ratings: root mean squared error and mean absolute error.</summary>
/// <remarks>
/// In the units of the ratings that are added. Start from the default value, which holds nothing. A mutable value: pass it by
/// reference; not safe for concurrent use. Sums are plain doubles added in the order of the calls, so the same calls give the same bits.
/// </remarks>
public struct RatingErrors
{
    private double _squared;
    private double _absolute;

    /// <summary>How many predictions were added.</summary>
    public int Count { get; private set; }

    /// <summary>The root mean squared error; 0 where <see cref="Count"/> is 0.</summary>
    public readonly double Rmse => Count == 0 ? 0 : Math.Sqrt(_squared / Count);

    /// <summary>The mean absolute error; 0 where <see cref="Count"/> is 0.</summary>
    public readonly double Mae => Count == 0 ? 0 : _absolute / Count;

    /// <summary>Adds one prediction.</summary>
    /// <param name="predicted">The predicted rating; finite.</param>
    /// <param name="actual">The rating that the user gave; finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not finite. Nothing is added.</exception>
    public void Add(double predicted, double actual)
    {
        if (!double.IsFinite(predicted))
        {
            throw new ArgumentOutOfRangeException(nameof(predicted), predicted, "A predicted rating is a finite number.");
        }

        if (!double.IsFinite(actual))
        {
            throw new ArgumentOutOfRangeException(nameof(actual), actual, "A rating is a finite number.");
        }

        double error = predicted - actual;
        _squared += error * error;
        _absolute += Math.Abs(error);
        Count++;
    }

    /// <summary>Adds everything that another accumulator holds.</summary>
    /// <param name="other">The other accumulator.</param>
    public void Add(in RatingErrors other)
    {
        _squared += other._squared;
        _absolute += other._absolute;
        Count += other.Count;
    }
}
