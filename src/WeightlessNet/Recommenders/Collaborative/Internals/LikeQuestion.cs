using System.Buffers;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>
/// A copy of a user's ratings, and of how many users like each item, for a list that is made without the lock of its recommender.
/// </summary>
/// <remarks>Dispose of it: its memory is rented, and cleared before it is given back.</remarks>
internal readonly ref struct LikeQuestion
{
    private readonly RatedItem[] _ratings;
    private readonly int[] _likes;
    private readonly int _ratingCount;
    private readonly int _itemCount;

    public LikeQuestion(scoped in UserRatings ratings, scoped ReadOnlySpan<int> likes)
    {
        (_ratingCount, _itemCount) = (ratings.Length, likes.Length);
        _ratings = ArrayPool<RatedItem>.Shared.Rent(_ratingCount);
        _likes = ArrayPool<int>.Shared.Rent(_itemCount);
        ratings.CopyTo(_ratings);
        likes.CopyTo(_likes);
    }

    /// <summary>The user's ratings, in the order of their items.</summary>
    public ReadOnlySpan<RatedItem> Ratings => _ratings.AsSpan(0, _ratingCount);

    /// <summary>How many users like each item.</summary>
    public ReadOnlySpan<int> Likes => _likes.AsSpan(0, _itemCount);

    /// <summary>Offers the available items by how many users like them.</summary>
    public void RankByLikes(in UnavailableItems unavailable, ref TopItems best)
    {
        ReadOnlySpan<int> likes = Likes;
        for (int item = 0; item < likes.Length; item++)
        {
            if (!unavailable.Contains(item))
            {
                best.Offer(item, likes[item]);
            }
        }
    }

    public void Dispose()
    {
        _ratings.AsSpan(0, _ratingCount).Clear();
        ArrayPool<RatedItem>.Shared.Return(_ratings);
        _likes.AsSpan(0, _itemCount).Clear();
        ArrayPool<int>.Shared.Return(_likes);
    }
}
