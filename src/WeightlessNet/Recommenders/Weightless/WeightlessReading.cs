namespace WeightlessNet.Recommenders.Weightless;

/// <summary>How a personal network's cells answer.</summary>
// The numbers are part of the snapshot format.
public enum WeightlessReading
{
    /// <summary>
    /// The cells hold how far the user's ratings lie from the crowd's; the answer is the crowd's mean for the item and the user's
    /// own deviation. The best reading for small errors (RMSE) and for ranking.
    /// </summary>
    Regression = 0,

    /// <summary>
    /// The cells count each level of the scale; the answer is the level around which most of the expected ratings lie. The best
    /// reading for being right within a few levels (<see cref="WeightlessOptions.HistogramWindow"/>).
    /// </summary>
    Histogram = 1,
}
