namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>A network: tables and what they read.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class NetworkTables
{
    private readonly ulong[] _tables;

    /// <param name="wiring">What the tables read.</param>
    /// <param name="tables">The hidden tables, then those that vote, as many for each group: bit a is the answer at address a.</param>
    /// <exception cref="ArgumentException">There is not one table for each tuple.</exception>
    public NetworkTables(NetworkWiring wiring, ulong[] tables)
    {
        if (tables.Length != (long)wiring.HiddenCount + wiring.VotingCount)
        {
            throw new ArgumentException(
                $"{tables.Length} tables are not {wiring.HiddenCount} hidden ones and {wiring.VotingCount} others.", nameof(tables));
        }

        (Wiring, _tables) = (wiring, tables);
    }

    /// <summary>What the tables read.</summary>
    public NetworkWiring Wiring { get; }

    /// <summary>All tables, the hidden ones first.</summary>
    public ReadOnlySpan<ulong> All => _tables;

    /// <summary>The hidden tables; none for one layer.</summary>
    public ReadOnlySpan<ulong> Hidden => _tables.AsSpan(0, Wiring.HiddenCount);

    /// <summary>The tables that vote, as many for each group.</summary>
    public ReadOnlySpan<ulong> Voting => _tables.AsSpan(Wiring.HiddenCount);

    /// <summary>The number of tables of a group.</summary>
    public int TablesOfGroup => Wiring.VotingCount / Wiring.GroupCount;

    /// <summary>The same network for samples that are patterns only.</summary>
    public NetworkTables OfPatterns => new(Wiring.OfPatterns, _tables);
}
