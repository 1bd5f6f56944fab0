using WeightlessNet.Bits;

namespace WeightlessNet.Tests.Models;

/// <summary>Rows of normally distributed features in two classes.</summary>
internal static class GaussianRows
{
    /// <summary>Draws rows. Class 1 has a share of them, and is shifted in all features.</summary>
    public static (double[] Samples, int[] Labels) Draw(int count, int features, double shift, double rare, ulong seed)
    {
        SplitMix64 random = new(seed);
        double[] samples = new double[count * features];
        int[] labels = new int[count];
        for (int i = 0; i < samples.Length; i++)
        {
            if (i % features == 0)
            {
                labels[i / features] = random.NextDouble() < rare ? 1 : 0;
            }

            double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            samples[i] = normal + (labels[i / features] * shift);
        }

        return (samples, labels);
    }
}
