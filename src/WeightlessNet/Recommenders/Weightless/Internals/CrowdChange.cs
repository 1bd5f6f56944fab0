namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>
/// A rating that was added to the crowd or taken from it, or a user who has the first rating or lost the last one.
/// </summary>
/// <param name="User">The user.</param>
/// <param name="Item">The rated item; <see cref="NoItem"/> if this is about the user.</param>
/// <param name="Units">The rating, in units above the scale's minimum.</param>
/// <param name="Level">The rating's level on the scale.</param>
/// <param name="Sign">1 if it was added, -1 if it was taken away.</param>
/// <param name="IsLike">Whether the rating is a like.</param>
internal readonly record struct CrowdChange(int User, int Item, int Units, short Level, sbyte Sign, bool IsLike = false)
{
    /// <summary>The item of a change that is about a user.</summary>
    public const int NoItem = -1;
}
