namespace WeightlessNet.Discriminators;

/// <summary>What each bit of a pattern contributes to the addresses of nodes, XORed one by one.</summary>
internal interface IScatterTable
{
    /// <summary>How many entries the table has: one for each input of each node, times the hashes that do not share an entry.</summary>
    int EntryCount { get; }

    /// <summary>Writes the addresses of a packed pattern.</summary>
    void AddressesOfPattern(ReadOnlySpan<ulong> pattern, Span<ulong> addresses);

    /// <summary>Writes the addresses of thermometer levels, one for each feature.</summary>
    void AddressesOfLevels(ReadOnlySpan<byte> levels, Span<ulong> addresses);

    /// <summary>
    /// Writes the addresses of a sample as bit planes: plane p holds for each feature whether its level is above p, in whole words.
    /// </summary>
    void AddressesOfPlanes(ReadOnlySpan<ulong> planes, Span<ulong> addresses);
}
