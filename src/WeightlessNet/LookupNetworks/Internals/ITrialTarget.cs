namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>What the rows of a trial are to tell: classes or numbers.</summary>
internal interface ITrialTarget
{
    /// <summary>The rows.</summary>
    TrialRows Rows { get; }

    /// <summary>The number of groups of tables, each of which has votes of its own.</summary>
    int GroupCount { get; }

    /// <summary>The default temperature of some tables of a group.</summary>
    double TemperatureOf(int tablesOfGroup);

    /// <summary>What a training on the rows makes less of.</summary>
    /// <param name="tables">The number of tables that vote, of all groups.</param>
    /// <param name="temperature">Their temperature.</param>
    IVoteLoss LossOf(int tables, double temperature);

    /// <summary>The errors of a network on rows that are held out, by one or more measures, each with a number for each row.</summary>
    /// <param name="network">The network.</param>
    /// <param name="temperature">The temperature with which it was trained.</param>
    double[][] ErrorsOf(NetworkTables network, double temperature);
}
