namespace WeightlessNet.Nodes;

/// <summary>The count of a class at an address of a node.</summary>
internal readonly record struct CellCount(int Node, ulong Address, int Class, long Count);
