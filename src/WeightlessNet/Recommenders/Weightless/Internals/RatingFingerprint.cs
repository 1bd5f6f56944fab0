namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>
/// What of a rating's place in a personal network depends on other users, in 4 bytes: while it is the same, the rating writes the same.
/// </summary>
/// <param name="Target">What the cells sum.</param>
/// <param name="MeanLevel">The crowd's level of the item's mean that its addresses are made with.</param>
/// <param name="CountLevel">The crowd's level of the item's count that its addresses are made with.</param>
internal readonly record struct RatingMark(short Target, byte MeanLevel, byte CountLevel);
