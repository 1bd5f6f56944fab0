namespace WeightlessNet.Nodes;

/// <summary>The kinds of <see cref="NodeStorage"/>.</summary>
// The numbers are part of the snapshot format.
public enum NodeStorageKind
{
    /// <summary>Dense where that is small, else sparse.</summary>
    Automatic = 0,

    /// <summary>A cell for every address.</summary>
    Dense = 1,

    /// <summary>Cells for the addresses that occur.</summary>
    Sparse = 2,

    /// <summary>A fixed number of cells, addressed by hashes.</summary>
    Hashed = 3,

    /// <summary>As <see cref="Hashed"/>; learning adds to the cells of the least count alone, and cannot be undone.</summary>
    HashedConservative = 4,
}
