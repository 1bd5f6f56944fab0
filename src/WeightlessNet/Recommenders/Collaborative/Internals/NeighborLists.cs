namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>For each member of one side, users or items, the members of the other side that ratings link it to.</summary>
/// <remarks>Read only once it is filled.</remarks>
/// <param name="starts">Where the list of each member starts, and where the last one ends.</param>
internal sealed class NeighborLists(int[] starts)
{
    private readonly int[] _others = new int[starts[^1]];
    private readonly double[] _rests = new double[starts[^1]];

    /// <summary>How many members there are.</summary>
    public int Count => starts.Length - 1;

    /// <summary>The members of the other side, rising; none for an unknown member.</summary>
    public ReadOnlySpan<int> OthersOf(int member) =>
        (uint)member < (uint)Count ? _others.AsSpan(starts[member]..starts[member + 1]) : default;

    /// <summary>The deviations of the ratings from the biases, in the same order.</summary>
    public ReadOnlySpan<double> RestsOf(int member) =>
        (uint)member < (uint)Count ? _rests.AsSpan(starts[member]..starts[member + 1]) : default;

    /// <summary>Sets an entry.</summary>
    public void Set(int index, int other, double rest)
    {
        _others[index] = other;
        _rests[index] = rest;
    }
}
