using WeightlessNet.Bits;
using WeightlessNet.Models;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>The cross-entropy of classes, each of which has a group of tables.</summary>
/// <param name="classes">The class of each example.</param>
/// <param name="classCount">The number of classes.</param>
/// <param name="temperature">The votes by which the odds of two classes differ e times.</param>
internal sealed class CrossEntropy(int[] classes, int classCount, double temperature) : IVoteLoss
{
    public int GroupCount => classCount;

    public double Judge(ReadOnlySpan<int> batch, int[][] votes, float[][] gradients)
    {
        double loss = 0;
        Span<double> logits = new double[classCount];
        for (int i = 0; i < batch.Length; i++)
        {
            for (int c = 0; c < classCount; c++)
            {
                logits[c] = votes[c][i] / temperature;
            }

            Softmax.Apply(logits);
            int right = classes[batch[i]];
            loss -= PortableMath.Log(Math.Max(double.Epsilon, logits[right]));
            for (int c = 0; c < classCount; c++)
            {
                gradients[c][i] = (float)(logits[c] - (c == right ? 1 : 0));
            }
        }

        return loss;
    }
}
