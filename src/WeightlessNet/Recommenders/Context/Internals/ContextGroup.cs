namespace WeightlessNet.Recommenders.Context.Internals;

/// <summary>Tables that look at some fields of the context and, perhaps, at the item or at one of its fields.</summary>
/// <param name="Index">The position among all groups of the layout.</param>
/// <param name="Fields">The fields of the context: positions among those of the layout, ascending.</param>
/// <param name="Part">
/// The field of the item, a position among those of the layout; <see cref="WholeItem"/> for the item itself, <see cref="NoItem"/> for
/// none.
/// </param>
/// <param name="IsOfUsers">Whether all fields of the context are those of users.</param>
/// <param name="Name">The name, for reports.</param>
internal sealed record ContextGroup(int Index, int[] Fields, int Part, bool IsOfUsers, string Name)
{
    public const int NoItem = -1;
    public const int WholeItem = -2;

    private const int ItemShrinkage = 10;
    private const int OtherShrinkage = 20;

    /// <summary>Whether the answers differ from item to item.</summary>
    public bool LooksAtItem => Part != NoItem;

    /// <summary>
    /// Whether it tells how high users alike rate whatever the item: what a user's own level tells as soon as there are ratings. Its cells
    /// hold deviations that contain the level of their user.
    /// </summary>
    public bool IsOfLevels => IsOfUsers && Part == NoItem;

    /// <summary>How many ratings without a deviation are added to those of a cell.</summary>
    public int Shrinkage => Part == WholeItem ? ItemShrinkage : OtherShrinkage;
}
