using System.Runtime.InteropServices;

namespace WeightlessNet.Recommenders.Context.Internals;

/// <summary>
/// Look-up tables that all users share. A cell holds the number and the sum of the deviations of the ratings that have its address: rating,
/// less the item's mean at the last training, and, where the group does not tell the level of users, less the user's mean deviation.
/// </summary>
/// <remarks>
/// Integer sums: any order of users gives the same cells, and a user is taken out exactly. An empty cell is not kept. Not safe for
/// concurrent use; its owner locks.
/// </remarks>
internal sealed class ContextTables(ContextLayout layout, IReadOnlyList<ContextGroup> groups, ItemMeans means)
{
    /// <summary>Fraction bits of deviations and of cells' answers.</summary>
    public const int CellBits = 8;

    private readonly Dictionary<ulong, Cell> _cells = [];

    /// <summary>The groups whose cells are kept.</summary>
    public IReadOnlyList<ContextGroup> Groups => groups;

    /// <summary>The means that deviations are taken from.</summary>
    public ItemMeans Means => means;

    /// <summary>The number of cells that are not empty.</summary>
    public int CellCount => _cells.Count;

    /// <summary>Adds a user's ratings, or takes them out.</summary>
    /// <param name="user">The user.</param>
    /// <param name="items">The values of each item's fields.</param>
    /// <param name="sign">1 to add, -1 to take out what was added before.</param>
    public void Add(UserContext user, IReadOnlyList<ulong[]> items, int sign)
    {
        if (groups.Count == 0)
        {
            return;
        }

        long level = means.LevelOf(user.Ratings);
        foreach (ContextRating rating in user.Ratings)
        {
            long fromItem = (long)(rating.Units - means.Of(rating.Item)) << CellBits;
            foreach (ContextGroup group in groups)
            {
                if (layout.TryAddress(group, user.Description, rating.Moment, rating.Item, items[rating.Item], out ulong address))
                {
                    ref Cell cell = ref CollectionsMarshal.GetValueRefOrAddDefault(_cells, address, out _);
                    long deviation = group.IsOfLevels ? fromItem : fromItem - level;
                    cell = new Cell(cell.Sum + (sign * deviation), cell.Count + sign);
                    if (cell.Count == 0)
                    {
                        _cells.Remove(address);
                    }
                }
            }
        }
    }

    /// <summary>The answer of a group: the mean deviation in its cell, shrunk towards 0, in units with 8 fraction bits.</summary>
    /// <returns>Whether all is known that the group looks at; the answer is 0 otherwise, and for an empty cell.</returns>
    public bool TryAnswer(
        ContextGroup group, ContextPattern? user, ContextPattern? moment, int item, ReadOnlySpan<ulong> itemValues, out long answer)
    {
        answer = 0;
        if (!layout.TryAddress(group, user, moment, item, itemValues, out ulong address))
        {
            return false;
        }

        if (_cells.TryGetValue(address, out Cell cell))
        {
            answer = cell.Sum / (cell.Count + group.Shrinkage);
        }

        return true;
    }

    private readonly record struct Cell(long Sum, int Count);
}
