namespace WeightlessNet.Discriminators;

/// <summary>The contribution of each bit of a pattern to the addresses of nodes. The contributions are XORed one by one.</summary>
internal interface IScatterTable
{
    /// <summary>The number of entries: one for each bit of each tuple, times the hashes that do not share an entry.</summary>
    int EntryCount { get; }

    /// <summary>Writes the addresses of a packed pattern.</summary>
    void AddressesOfPattern(ReadOnlySpan<ulong> pattern, Span<ulong> addresses);

    /// <summary>Writes the addresses of thermometer levels.</summary>
    void AddressesOfLevels(ReadOnlySpan<byte> levels, Span<ulong> addresses);

    /// <summary>Writes the addresses of a sample given as bit planes, see <see cref="PlaneLayout"/>.</summary>
    void AddressesOfPlanes(ReadOnlySpan<ulong> planes, Span<ulong> addresses);
}
