using WeightlessNet.Recommenders;

namespace WeightlessNet.Datasets.Internals;

/// <summary>Finds the levels that the values of ratings have.</summary>
internal static class ValueLevels
{
    /// <summary>The most steps of a scale.</summary>
    public const int MaximumSteps = 1000;

    private const double Unit = 1000;

    // Beyond this, a double of thousandths is not exact.
    private const double Exact = 1L << 50;

    /// <summary>
    /// From the lowest to the highest value, with the largest step that has all values as levels, or with 1,000 steps if there is none.
    /// </summary>
    /// <param name="values">The different values; some are enough if they are more than a scale has levels.</param>
    /// <param name="minimum">The lowest value.</param>
    /// <param name="maximum">The highest value, above the lowest.</param>
    public static RatingScale ScaleOf(HashSet<float> values, float minimum, float maximum)
    {
        double range = (double)maximum - minimum;
        long step = values.Count <= MaximumSteps + 1 ? CommonStep(values, minimum) : 0;
        return new RatingScale(
            minimum, maximum, (float)(step > 0 && range * Unit / step <= MaximumSteps ? step / Unit : range / MaximumSteps));
    }

    // The greatest common divisor of the distances from the lowest value, in thousandths; 0 if a value is not in thousandths.
    private static long CommonStep(HashSet<float> values, float minimum)
    {
        long step = 0;
        foreach (float value in values)
        {
            double distance = ((double)value - minimum) * Unit;
            double whole = Math.Round(distance);
            if (whole > Exact || Math.Abs(distance - whole) > 1e-3 * Math.Max(1, Math.Abs((double)value)))
            {
                return 0;
            }

            for (long other = (long)whole; other != 0;)
            {
                (step, other) = (other, step % other);
            }
        }

        return step;
    }
}
