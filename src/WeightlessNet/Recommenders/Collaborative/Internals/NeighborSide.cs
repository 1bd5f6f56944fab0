namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>Which side the neighbors are on.</summary>
internal enum NeighborSide
{
    /// <summary>The items that the user has rated, by how alike all users rate them.</summary>
    Items,

    /// <summary>The users who have rated the item, by how alike they rate all items.</summary>
    Users,
}
