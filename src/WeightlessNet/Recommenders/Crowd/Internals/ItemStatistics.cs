namespace WeightlessNet.Recommenders.Crowd.Internals;

/// <summary>The crowd's statistics of an item, as personal models use them.</summary>
/// <param name="Mean">The mean rating, shrunk to the mean of all ratings, in units above the scale's minimum.</param>
/// <param name="MeanLevel">The thermometer level of the mean among all items.</param>
/// <param name="CountLevel">The thermometer level of the number of ratings among all items.</param>
internal readonly record struct ItemStatistics(int Mean, byte MeanLevel, byte CountLevel);
