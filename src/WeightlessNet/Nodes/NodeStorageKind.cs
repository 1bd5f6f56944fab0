namespace WeightlessNet.Nodes;

/// <summary>The kinds of <see cref="NodeStorage"/>.</summary>
// The numbers are part of the snapshot format.
internal enum NodeStorageKind
{
    /// <summary>Dense if the cells are few, otherwise sparse.</summary>
    Automatic = 0,

    /// <summary>A cell for every address.</summary>
    Dense = 1,

    /// <summary>Cells only for the addresses that occur.</summary>
    Sparse = 2,

    /// <summary>A fixed number of cells, addressed by hashes.</summary>
    Hashed = 3,

    /// <summary>Like <see cref="Hashed"/>, but learning increments only the cells with the smallest count and cannot be undone.</summary>
    HashedConservative = 4,
}
