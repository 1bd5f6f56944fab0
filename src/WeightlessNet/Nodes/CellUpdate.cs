namespace WeightlessNet.Nodes;

/// <summary>Which of a node's hashed cells learning adds to.</summary>
internal enum CellUpdate
{
    /// <summary>Every one.</summary>
    Every,

    /// <summary>Those that hold the least count.</summary>
    Least,
}
