namespace WeightlessNet.Models;

/// <summary>Whether thresholds take the sizes of classes into account.</summary>
// The numbers are part of the snapshot format.
public enum ClassBalancing
{
    /// <summary>Every class's cells are compared with the same threshold.</summary>
    None = 0,

    /// <summary>
    /// The threshold applies to the class with the most examples and is lower for other classes, in proportion to their examples. Exact: no
    /// count is rounded.
    /// </summary>
    ByExampleCount = 1,
}
