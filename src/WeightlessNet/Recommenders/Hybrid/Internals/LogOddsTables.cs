namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>A user's tables of log-odds, of each network.</summary>
internal sealed class LogOddsTables(IReadOnlyList<LogOddsNetwork> networks)
{
    private readonly sbyte[][] _tables = [.. networks.Select(network => new sbyte[network.TableLength])];

    /// <summary>The version of the background that they were filled with; -1 if they have to be filled.</summary>
    public long Version { get; set; } = -1;

    /// <summary>The tables of a network.</summary>
    public sbyte[] this[int network] => _tables[network];

    /// <summary>Clears all user data.</summary>
    public void Clear()
    {
        Array.ForEach(_tables, Array.Clear);
        Version = -1;
    }
}
