namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>What popularity says of the items of a block, for one number of users.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class RankingPopularity
{
    private readonly long[] _known = new long[LogOddsNetwork.BlockSize];
    private readonly long[] _unknown = new long[LogOddsNetwork.BlockSize];
    private readonly RankingBlock _block;
    private LikeSums? _sums;

    public RankingPopularity(RankingBlock block, int users, int weight)
    {
        _block = block;
        for (int i = 0; i < block.Likes.Length; i++)
        {
            _unknown[i] = RankingModel.PopularityOf(block.Likes[i], users);
            _known[i] = (_unknown[i] * weight) >> RankingWeights.UnitBits;
        }
    }

    /// <summary>
    /// The sums over the likes of all items. Only explanations need them; versions share those of blocks that did not change.
    /// </summary>
    public LikeSums Sums => Volatile.Read(ref _sums) ?? (_sums = SumsOf());

    /// <summary>For users with ratings.</summary>
    public ReadOnlySpan<long> ForKnown => _known;

    /// <summary>For users without ratings, who get the most popular items, whatever popularity weighs for others.</summary>
    public ReadOnlySpan<long> ForUnknown => _unknown;

    private LikeSums SumsOf()
    {
        (long likes, Int128 known, Int128 unknown) = (0, 0, 0);
        for (int i = 0; i < _block.Likes.Length; i++)
        {
            likes += _block.Likes[i];
            known += (Int128)_known[i] * _block.Likes[i];
            unknown += (Int128)_unknown[i] * _block.Likes[i];
        }

        return new LikeSums(likes, known, unknown);
    }

    /// <summary>Sums in which each item counts once for each of its likes.</summary>
    public sealed class LikeSums(long likes, Int128 known, Int128 unknown)
    {
        /// <summary>The number of likes.</summary>
        public long Likes => likes;

        /// <summary>Of <see cref="ForKnown"/>.</summary>
        public Int128 Known => known;

        /// <summary>Of <see cref="ForUnknown"/>.</summary>
        public Int128 Unknown => unknown;
    }
}
