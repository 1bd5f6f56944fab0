using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Protocols.Internals;

/// <summary>Finds the scale of ratings by their values.</summary>
internal static class DataScale
{
    private const int MaximumSteps = 1000;
    private const double Unit = 1000;

    // Beyond this, a double of thousandths is not exact.
    private const double Exact = 1L << 50;

    /// <summary>
    /// Stars, or half stars, if all values are of them. Otherwise from the lowest value to the highest, with the largest step that has all
    /// values as levels. If all values are equal: from 0 to the value.
    /// </summary>
    /// <exception cref="ArgumentException">There is no rating, or a value is not a finite number.</exception>
    public static RatingScale Of(ReadOnlySpan<Rating> ratings)
    {
        HashSet<float> values = [];
        for (int i = 0; i < ratings.Length; i++)
        {
            values.Add(float.IsFinite(ratings[i].Value)
                ? ratings[i].Value
                : throw new ArgumentException(
                    FormattableString.Invariant($"Rating {i} is {ratings[i].Value}; every rating must be a finite number."),
                    nameof(ratings)));
        }

        if (values.Count == 0)
        {
            throw new ArgumentException("At least one rating is needed.", nameof(ratings));
        }

        float minimum = values.Min();
        float maximum = values.Max();
        if (values.Count == 1)
        {
            // Such as views or purchases, all of which count 1.
            return maximum == 0 ? new RatingScale(0, 1, 1)
                : new RatingScale(Math.Min(minimum, 0), Math.Max(maximum, 0), Math.Abs(maximum));
        }

        foreach (RatingScale known in (ReadOnlySpan<RatingScale>)[RatingScale.Stars, RatingScale.HalfStars])
        {
            if (values.All(value => known.Contains(value) && known.ValueOf(known.LevelOf(value)) == value))
            {
                return known;
            }
        }

        double range = ((double)maximum - minimum) * Unit;
        long step = values.Count <= MaximumSteps + 1 ? CommonStep(values, minimum) : 0;
        return new RatingScale(
            minimum, maximum, (float)(step > 0 && range / step <= MaximumSteps ? step / Unit : range / Unit / MaximumSteps));
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
