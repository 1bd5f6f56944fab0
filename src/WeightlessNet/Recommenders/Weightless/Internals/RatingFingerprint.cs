namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>
/// The part of a folded rating that depends on other users, in 4 bytes: while it is unchanged, the rating writes the same to the cells.
/// </summary>
/// <param name="Target">The value that the cells sum.</param>
/// <param name="MeanLevel">The level of the crowd's mean of the item, part of its addresses.</param>
/// <param name="CountLevel">The level of the crowd's count of the item, part of its addresses.</param>
internal readonly record struct RatingFingerprint(short Target, byte MeanLevel, byte CountLevel);
