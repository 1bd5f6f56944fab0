namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>What popularity says of the items of a block, for one number of users.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class RankingPopularity
{
    private readonly long[] _known = new long[LogOddsNetwork.BlockSize];
    private readonly long[] _unknown = new long[LogOddsNetwork.BlockSize];

    public RankingPopularity(RankingBlock block, int users, int weight)
    {
        for (int i = 0; i < block.Likes.Length; i++)
        {
            _unknown[i] = RankingModel.PopularityOf(block.Likes[i], users);
            _known[i] = (_unknown[i] * weight) >> RankingWeights.UnitBits;
        }
    }

    /// <summary>For users with ratings.</summary>
    public ReadOnlySpan<long> ForKnown => _known;

    /// <summary>For users without ratings, who get the most popular items, whatever popularity weighs for others.</summary>
    public ReadOnlySpan<long> ForUnknown => _unknown;
}
