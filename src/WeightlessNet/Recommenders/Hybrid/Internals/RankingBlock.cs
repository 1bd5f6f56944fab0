namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>What the users think of 64 items: the sums of ratings, the ratings and the likes of each.</summary>
/// <remarks>Immutable and thread-safe. Versions share the blocks of items that did not change.</remarks>
internal sealed class RankingBlock(ReadOnlySpan<long> units, ReadOnlySpan<int> ratings, ReadOnlySpan<int> likes)
{
    private readonly long[] _units = units.ToArray();
    private readonly int[] _ratings = ratings.ToArray();
    private readonly int[] _likes = likes.ToArray();

    /// <summary>The sum of the ratings of an item of the block, in units.</summary>
    public long UnitsAt(int index) => _units[index];

    /// <summary>How often each item is rated.</summary>
    public ReadOnlySpan<int> Ratings => _ratings;

    /// <summary>How many users like each item.</summary>
    public ReadOnlySpan<int> Likes => _likes;
}
