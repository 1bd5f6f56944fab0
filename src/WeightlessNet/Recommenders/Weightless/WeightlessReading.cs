namespace WeightlessNet.Recommenders.Weightless;

/// <summary>How the cells of a personal network are read.</summary>
// The numbers are part of the snapshot format.
public enum WeightlessReading
{
    /// <summary>
    /// The cells sum the deviations of the user's ratings from the crowd's means; the answer is the crowd's mean of the item plus the
    /// user's deviation. Best for small errors (RMSE) and for ranking.
    /// </summary>
    Regression = 0,

    /// <summary>
    /// The cells count the levels of the scale; the answer is the level with the most probability within the window around it. Best for
    /// predictions that should be right within a few levels (<see cref="WeightlessOptions.HistogramWindow"/>).
    /// </summary>
    Histogram = 1,
}
