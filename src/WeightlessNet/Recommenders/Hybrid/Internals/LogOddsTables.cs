namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>A user's tables of log-odds, of each network.</summary>
/// <remarks>Immutable but for the background that they are known to be right for; any number of threads may read them.</remarks>
internal sealed class LogOddsTables(sbyte[][] tables, RankingBackground background)
{
    private volatile RankingBackground _background = background;

    /// <summary>The tables of a network.</summary>
    public sbyte[] this[int network] => tables[network];

    /// <summary>The last background for which the tables were found to be right.</summary>
    public RankingBackground Background
    {
        get => _background;
        set => _background = value;
    }

    /// <summary>Whether other tables have the same answers in all cells.</summary>
    public bool HasAnswers(sbyte[][] others)
    {
        for (int network = 0; network < tables.Length; network++)
        {
            if (!tables[network].AsSpan().SequenceEqual(others[network]))
            {
                return false;
            }
        }

        return true;
    }
}
