namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>The examples that a regression is trained on, and those that are held out.</summary>
/// <param name="patterns">The words of all examples, one after the other.</param>
/// <param name="words">The number of words of an example.</param>
/// <param name="targets">The target of each.</param>
/// <param name="learned">The indexes of those that are learned, one or more.</param>
/// <param name="held">The indexes of those that are held out.</param>
internal sealed class RegressionExamples(ulong[] patterns, int words, double[] targets, int[] learned, int[] held)
{
    private readonly TargetSpread _spread = TargetSpread.Of(targets, learned);
    private readonly double[] _standardized = TargetSpread.Of(targets, learned).Standardized(targets);

    /// <summary>The loss of the training.</summary>
    public SquaredError LossOf(int tables, double votesOfDeviation) => new(_standardized, tables, votesOfDeviation);

    /// <summary>Fits a line over the votes of a network to the examples that are learned.</summary>
    /// <param name="network">The network.</param>
    /// <param name="error">The root of the mean squared error of the examples that are held out; null if there are none.</param>
    public VoteLine Fit(NetworkTables network, out double? error)
    {
        int[] votes = PatternVotes.Of(network, patterns, words);
        var line = VoteLine.Fit(votes, _standardized, learned, _spread, network.Wiring.VotingCount);
        error = held.Length > 0 ? Math.Sqrt(SquaresOf(line, votes).Sum() / held.Length) : null;
        return line;
    }

    /// <summary>The squared errors of the examples that are held out, with the line that is fitted to the others.</summary>
    public double[] SquaredErrorsOf(NetworkTables network)
    {
        int[] votes = PatternVotes.Of(network, patterns, words);
        return SquaresOf(VoteLine.Fit(votes, _standardized, learned, _spread, network.Wiring.VotingCount), votes);
    }

    private double[] SquaresOf(VoteLine line, int[] votes) => Array.ConvertAll(held, example =>
    {
        double error = line.Of(votes[example]) - targets[example];
        return error * error;
    });
}
