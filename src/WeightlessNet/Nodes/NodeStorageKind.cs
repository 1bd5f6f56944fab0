namespace WeightlessNet.Nodes;

/// <summary>The kinds of <see cref="NodeStorage"/>.</summary>
public enum NodeStorageKind
{
    /// <summary>Dense where that is small, else sparse.</summary>
    Automatic,

    /// <summary>A cell for every address.</summary>
    Dense,

    /// <summary>Cells for the addresses that occur.</summary>
    Sparse,

    /// <summary>A fixed number of cells, addressed by hashes.</summary>
    Hashed,

    /// <summary>As <see cref="Hashed"/>; learning adds to the cells of the least count alone, and cannot be undone.</summary>
    HashedConservative,
}
