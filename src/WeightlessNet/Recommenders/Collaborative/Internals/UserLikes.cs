using System.Buffers;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>The columns of the items that some ratings like, in the order of the ratings; items without a column are left out.</summary>
/// <remarks>Dispose of it: its memory is rented, and cleared before it is given back.</remarks>
internal readonly ref struct UserLikes
{
    private readonly int[] _columns;
    private readonly int _count;

    public UserLikes(LikedRatings ratings, LikeColumns columns, ReadOnlySpan<RatedItem> entries)
    {
        _columns = ArrayPool<int>.Shared.Rent(entries.Length);
        foreach (RatedItem entry in entries)
        {
            if (ratings.IsLike(entry) && columns.Of(entry.Item) is int column and >= 0)
            {
                _columns[_count++] = column;
            }
        }
    }

    /// <summary>The columns.</summary>
    public ReadOnlySpan<int> Columns => _columns.AsSpan(0, _count);

    public void Dispose()
    {
        _columns.AsSpan(0, _count).Clear();
        ArrayPool<int>.Shared.Return(_columns);
    }
}
