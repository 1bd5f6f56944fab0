namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>Numbers that the rows of a trial are to tell.</summary>
/// <param name="rows">The rows.</param>
/// <param name="targets">The number of each example.</param>
internal sealed class TrialNumbers(TrialRows rows, double[] targets) : ITrialTarget
{
    private readonly RegressionExamples _examples = new(
        rows.Patterns, rows.Words, [.. rows.Examples.Select(example => targets[example])], rows.Learned, rows.Held);

    public TrialRows Rows => rows;

    public int GroupCount => 1;

    public double TemperatureOf(int tablesOfGroup) => VoteTemperature.OfNumbers(tablesOfGroup);

    public IVoteLoss LossOf(int tables, double temperature) => _examples.LossOf(tables, temperature);

    public double[][] ErrorsOf(NetworkTables network, double temperature) => [_examples.SquaredErrorsOf(network)];
}
