namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>Whose neighbors are asked.</summary>
internal enum NeighborSide
{
    /// <summary>The items that the user has rated, by how alike all users rate them.</summary>
    Items,

    /// <summary>The users who have rated the item, by how alike they rate all items.</summary>
    Users,
}
