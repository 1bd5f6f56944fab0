using WeightlessNet.Bits;
using WeightlessNet.Models;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>Classes that the rows of a trial are to tell.</summary>
/// <param name="rows">The rows.</param>
/// <param name="classes">The class of each example.</param>
/// <param name="classCount">The number of classes.</param>
internal sealed class TrialClasses(TrialRows rows, int[] classes, int classCount) : ITrialTarget
{
    private readonly int[] _classes = [.. rows.Examples.Select(example => classes[example])];

    public TrialRows Rows => rows;

    public int GroupCount => classCount;

    public double TemperatureOf(int tablesOfGroup) => VoteTemperature.OfClasses(tablesOfGroup, classCount);

    public IVoteLoss LossOf(int tables, double temperature) => new CrossEntropy(_classes, classCount, temperature);

    // Whether the answer is wrong, and the log loss: confidence alone does not make a shape better, nor does a vote more or less.
    public double[][] ErrorsOf(NetworkTables network, double temperature)
    {
        int[] votes = PatternVotes.Of(network, rows.HeldPatterns(), rows.Words);
        double[] wrong = new double[rows.Held.Length];
        double[] losses = new double[rows.Held.Length];
        double[] logits = new double[classCount];
        for (int i = 0; i < wrong.Length; i++)
        {
            ReadOnlySpan<int> own = votes.AsSpan(i * classCount, classCount);
            int right = _classes[rows.Held[i]];
            int best = 0;
            for (int c = 0; c < classCount; c++)
            {
                best = own[c] > own[best] ? c : best;
                logits[c] = own[c] / temperature;
            }

            Softmax.Apply(logits);
            wrong[i] = best == right ? 0 : 1;
            losses[i] = -PortableMath.Log(Math.Max(double.Epsilon, logits[right]));
        }

        return [wrong, losses];
    }
}
