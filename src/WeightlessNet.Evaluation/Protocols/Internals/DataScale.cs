using WeightlessNet.Datasets.Internals;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Protocols.Internals;

/// <summary>Finds the scale of ratings by their values.</summary>
internal static class DataScale
{
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

        return ValueLevels.ScaleOf(values, minimum, maximum);
    }
}
