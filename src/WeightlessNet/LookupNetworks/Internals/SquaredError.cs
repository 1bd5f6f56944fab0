namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>The squared error of numbers, for which one group of tables votes: half of the votes are the mean.</summary>
/// <param name="targets">The number of each example, standardized.</param>
/// <param name="tables">The number of tables.</param>
/// <param name="votesOfUnit">The votes by which answers differ by 1.</param>
internal sealed class SquaredError(double[] targets, int tables, double votesOfUnit) : IVoteLoss
{
    public int GroupCount => 1;

    public double Judge(ReadOnlySpan<int> batch, int[][] votes, float[][] gradients)
    {
        double loss = 0;
        for (int i = 0; i < batch.Length; i++)
        {
            double error = ((votes[0][i] - (tables / 2.0)) / votesOfUnit) - targets[batch[i]];
            gradients[0][i] = (float)error;
            loss += error * error;
        }

        return loss;
    }
}
