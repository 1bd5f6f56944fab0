namespace WeightlessNet.Recommenders.Ratings.Internals;

/// <summary>Means of ratings that are summed in <see cref="RatingUnits"/>.</summary>
internal static class RatingMeans
{
    /// <summary>The mean of all ratings in units above the lowest; the middle of the scale where there are none.</summary>
    public static double Overall(long sum, int count) => count == 0 ? RatingUnits.Range / 2.0 : (double)sum / count;

    /// <summary>The rating at a number of units above the lowest, clamped to the scale.</summary>
    public static double ToRating(double units, RatingScale scale) => scale.Clamp(ToUnclampedRating(units, scale));

    /// <summary>The rating at a number of units above the lowest; it may lie outside the scale.</summary>
    public static double ToUnclampedRating(double units, RatingScale scale) =>
        scale.Minimum + (units / RatingUnits.Range * ((double)scale.Maximum - scale.Minimum));
}
