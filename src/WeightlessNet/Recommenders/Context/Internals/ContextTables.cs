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

    /// <summary>Creates the tables of some users.</summary>
    public static ContextTables Of(
        ContextLayout layout,
        IReadOnlyList<ContextGroup> groups,
        ItemMeans means,
        IReadOnlyCollection<UserContext> users,
        IReadOnlyList<ulong[]> items)
    {
        ContextTables tables = new(layout, groups, means);
        foreach (UserContext user in users)
        {
            tables.Add(user, items, 1);
        }

        return tables;
    }

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
            Add(user.Description, rating, level, items[rating.Item], sign);
        }
    }

    /// <summary>Moves a rating, which was added before, to the cells of other values of its item's fields.</summary>
    /// <param name="user">The user.</param>
    /// <param name="rating">One of the user's ratings.</param>
    /// <param name="before">The values with which it was added.</param>
    /// <param name="after">The present values.</param>
    public void Move(UserContext user, in ContextRating rating, ulong[] before, ulong[] after)
    {
        if (groups.Count > 0)
        {
            long level = means.LevelOf(user.Ratings);
            Add(user.Description, rating, level, before, -1);
            Add(user.Description, rating, level, after, 1);
        }
    }

    /// <summary>The answer of a group: the mean deviation in its cell, shrunk towards 0, in units with 8 fraction bits.</summary>
    /// <returns>Whether all is known that the group looks at; the answer is 0 otherwise, and for an empty cell.</returns>
    public bool TryAnswer(
        ContextGroup group, ContextPattern? user, ContextPattern? moment, int item, ReadOnlySpan<ulong> itemValues, out long answer)
    {
        bool isKnown = layout.TryAddress(group, user, moment, item, itemValues, out ulong address);
        answer = isKnown ? AnswerOf(group, address) : 0;
        return isKnown;
    }

    /// <summary>The answer of a group's cell, as <see cref="TryAnswer"/> finds it; 0 if the cell is empty.</summary>
    public long AnswerOf(ContextGroup group, ulong address) =>
        _cells.TryGetValue(address, out Cell cell) ? cell.Sum / (cell.Count + group.Shrinkage) : 0;

    private void Add(ContextPattern? user, in ContextRating rating, long level, ulong[] itemValues, int sign)
    {
        long fromItem = (long)(rating.Units - means.Of(rating.Item)) << CellBits;
        foreach (ContextGroup group in groups)
        {
            if (layout.TryAddress(group, user, rating.Moment, rating.Item, itemValues, out ulong address))
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

    private readonly record struct Cell(long Sum, int Count);
}
