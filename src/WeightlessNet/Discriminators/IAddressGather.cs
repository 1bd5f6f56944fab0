namespace WeightlessNet.Discriminators;

/// <summary>Gathers the tuples of many nodes from a pattern at once.</summary>
internal interface IAddressGather
{
    /// <summary>Writes the addresses of all nodes.</summary>
    /// <param name="pattern">The words of a pattern.</param>
    /// <param name="addresses">One for each node, or one for each hash of each node.</param>
    void AddressesOf(ReadOnlySpan<ulong> pattern, Span<ulong> addresses);
}
