namespace ClusterHistory;

/// <summary>What the command line says of a run.</summary>
/// <param name="Store">sqlite, postgres or redis.</param>
/// <param name="Server">Where the server is; of SQLite, anything.</param>
/// <param name="Rounds">The number of rounds.</param>
/// <param name="Seed">The seed of all that is drawn.</param>
/// <param name="Faults">kills or cuts.</param>
/// <param name="Broken">What is broken on purpose; null for nothing.</param>
internal sealed record RoundSettings(string Store, string Server, int Rounds, int Seed, string Faults, string? Broken)
{
    /// <summary>The store that acknowledges before it stores, see <see cref="EarlyStore"/>.</summary>
    public const string AcknowledgeEarly = "acknowledge-early";
}
