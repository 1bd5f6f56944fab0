namespace WeightlessNet.Models;

/// <summary>Whether votes allow for classes that have learned more examples than others.</summary>
// The numbers are part of the snapshot format.
public enum ClassBalancing
{
    /// <summary>Every class's cells are compared with the same threshold.</summary>
    None = 0,

    /// <summary>
    /// A threshold is for the class with most examples, and less for the others in proportion to theirs. Exact: no count is divided.
    /// </summary>
    ByExampleCount = 1,
}
