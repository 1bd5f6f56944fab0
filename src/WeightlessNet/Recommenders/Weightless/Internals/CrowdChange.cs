namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>A rating that was added to the crowd or taken from it.</summary>
/// <param name="User">The user.</param>
/// <param name="Item">The rated item.</param>
/// <param name="Units">The rating, in units above the scale's minimum.</param>
/// <param name="Level">The rating's level on the scale.</param>
/// <param name="Sign">1 if it was added, -1 if it was taken away.</param>
internal readonly record struct CrowdChange(int User, int Item, int Units, short Level, sbyte Sign);
