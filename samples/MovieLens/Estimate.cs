namespace MovieLensSample;

/// <summary>A figure with its interval.</summary>
internal readonly record struct Estimate(double Value, double Lower, double Upper)
{
    private const double Deviations = 1.96;

    /// <summary>
    /// The root mean squared error of so many predictions with the 95 % interval that it has if the errors are independent and normal: its
    /// standard error is then its size divided by the root of twice their number.
    /// </summary>
    public static Estimate OfRmse(double rmse, int count) => Around(rmse, Deviations * rmse / Math.Sqrt(2.0 * count));

    /// <summary>A figure and the same distance to both sides of it.</summary>
    public static Estimate Around(double value, double distance) => new(value, value - distance, value + distance);
}
