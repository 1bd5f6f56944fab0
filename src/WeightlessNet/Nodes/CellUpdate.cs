namespace WeightlessNet.Nodes;

/// <summary>Which of a node's hashed cells learning increments.</summary>
internal enum CellUpdate
{
    /// <summary>All of them.</summary>
    Every,

    /// <summary>Those with the smallest count (conservative update).</summary>
    Least,
}
