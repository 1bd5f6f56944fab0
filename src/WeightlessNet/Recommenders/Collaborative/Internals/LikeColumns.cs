using System.Numerics;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>Which items a model of likes covers, and the column of each. Immutable.</summary>
internal sealed class LikeColumns
{
    private readonly int[] _items;
    private readonly int[] _columns;

    private LikeColumns(int[] items, int itemCount)
    {
        _items = items;
        _columns = new int[itemCount];
        Array.Fill(_columns, -1);
        for (int column = 0; column < items.Length; column++)
        {
            _columns[items[column]] = column;
        }
    }

    /// <summary>How many items are covered.</summary>
    public int Count => _items.Length;

    /// <summary>The column of an item, or -1 where it is not covered.</summary>
    public int Of(int item) => _columns[item];

    /// <summary>The items that most users like, in the order of their ids; items that nobody likes are left out.</summary>
    /// <param name="ratings">The ratings.</param>
    /// <param name="itemCount">How many items there are.</param>
    /// <param name="maximum">How many items at most; of equally liked ones those of lower id come first.</param>
    public static LikeColumns MostLiked(LikedRatings ratings, int itemCount, int maximum) =>
        new(
            [.. Enumerable.Range(0, itemCount)
                .Where(item => ratings.LikesOf(item) > 0)
                .OrderByDescending(ratings.LikesOf)
                .ThenBy(item => item)
                .Take(maximum)
                .Order()],
            itemCount);

    // How many items are covered, compact; of each how many items lie between it and the one before, or the beginning, compact.
    public void WriteTo(SnapshotWriter writer)
    {
        writer.WriteCompact((ulong)_items.Length);
        int before = -1;
        foreach (int item in _items)
        {
            writer.WriteCompact((ulong)(item - before - 1));
            before = item;
        }
    }

    public static LikeColumns Read(SnapshotReader reader, int itemCount)
    {
        int item = -1;
        int[] items = reader.ReadArray(
            reader.ReadCompact(itemCount), reader => item += 1 + reader.ReadCompact(itemCount - item - 2));
        return new LikeColumns(items, itemCount);
    }

    /// <summary>Writes the scores of the items that are covered to their places among all, and 0 for the others.</summary>
    public void Scatter<T>(ReadOnlySpan<T> scores, Span<float> destination)
        where T : unmanaged, INumber<T>
    {
        destination.Clear();
        for (int column = 0; column < _items.Length; column++)
        {
            destination[_items[column]] = float.CreateChecked(scores[column]);
        }
    }

    /// <summary>
    /// Offers the available items: covered ones by the score of their column, and below the lowest of these the others, by how many users
    /// like them.
    /// </summary>
    /// <param name="likes">How many users like each item.</param>
    /// <param name="scores">The scores of the columns.</param>
    /// <param name="unavailable">The items that are not offered.</param>
    /// <param name="best">Receives the items.</param>
    public void Rank<T>(ReadOnlySpan<int> likes, ReadOnlySpan<T> scores, in UnavailableItems unavailable, ref TopItems best)
        where T : unmanaged, INumber<T>
    {
        double least = double.PositiveInfinity;
        foreach (T score in scores)
        {
            least = Math.Min(least, double.CreateChecked(score));
        }

        for (int item = 0; item < _columns.Length; item++)
        {
            if (!unavailable.Contains(item))
            {
                int column = _columns[item];
                best.Offer(item, column >= 0 ? double.CreateChecked(scores[column]) : least - (1.0 / (1 + likes[item])));
            }
        }
    }
}
