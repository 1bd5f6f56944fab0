namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>
/// What popularity says of what users like, in the mean over all likes: an explanation compares an item's popularity with it.
/// </summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class UsualPopularity
{
    private UsualPopularity(long forKnown, long forUnknown)
    {
        ForKnown = forKnown;
        ForUnknown = forUnknown;
    }

    /// <summary>For users with ratings.</summary>
    public long ForKnown { get; }

    /// <summary>For users without ratings.</summary>
    public long ForUnknown { get; }

    /// <summary>The mean over the items of all blocks, each counted once for each of its likes.</summary>
    /// <param name="blocks">What popularity says of the items of each block.</param>
    /// <param name="unliked">What popularity says of an item that nobody likes: the mean if there are no likes.</param>
    /// <param name="weight">The weight of popularity for users with ratings.</param>
    public static UsualPopularity Of(IEnumerable<RankingPopularity> blocks, long unliked, int weight)
    {
        Int128 known = 0;
        Int128 unknown = 0;
        long likes = 0;
        foreach (RankingPopularity.LikeSums sums in blocks.Select(static block => block.Sums))
        {
            likes += sums.Likes;
            known += sums.Known;
            unknown += sums.Unknown;
        }

        return likes == 0
            ? new UsualPopularity((unliked * weight) >> RankingWeights.UnitBits, unliked)
            : new UsualPopularity((long)(known / likes), (long)(unknown / likes));
    }
}
