using WeightlessNet.Discriminators;

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

    /// <summary>Fits a regressor over tables to the examples that are learned.</summary>
    /// <param name="layer">The wiring of the tables.</param>
    /// <param name="tables">The tables.</param>
    /// <param name="error">The root of the mean squared error of the examples that are held out; null if there are none.</param>
    public LookupRegressor Fit(InputLayer layer, ulong[] tables, out double? error)
    {
        int[] votes = VotesOf(new NetworkVotes(layer, tables, 1));
        var line = VoteLine.Fit(votes, _standardized, learned, _spread, tables.Length);
        error = held.Length > 0 ? ErrorOf(line, votes) : null;
        return new LookupRegressor(layer, tables, line);
    }

    private int[] VotesOf(NetworkVotes network)
    {
        int[] votes = new int[targets.Length];
        SampleBatch samples = new(patterns, words);
        if (network.Together is not { } together || !together.CanAsk(SampleKind.Pattern))
        {
            for (int i = 0; i < votes.Length; i++)
            {
                network.Of(samples[i], votes.AsSpan(i, 1));
            }

            return votes;
        }

        int[] some = new int[together.Size];
        for (int first = 0; first < votes.Length; first += some.Length)
        {
            together.Of(samples, first, some);
            some.AsSpan(0, Math.Min(some.Length, votes.Length - first)).CopyTo(votes.AsSpan(first));
        }

        return votes;
    }

    private double ErrorOf(VoteLine line, int[] votes)
    {
        double squares = 0;
        foreach (int example in held)
        {
            double error = line.Of(votes[example]) - targets[example];
            squares += error * error;
        }

        return Math.Sqrt(squares / held.Length);
    }
}
