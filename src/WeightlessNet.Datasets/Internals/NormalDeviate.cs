using WeightlessNet.Bits;

namespace WeightlessNet.Datasets.Internals;

/// <summary>Draws nearly normally distributed numbers with mean 0 and standard deviation 1.</summary>
internal static class NormalDeviate
{
    /// <summary>The next number, between -6 and 6.</summary>
    /// <remarks>
    /// The sum of twelve uniform numbers minus 6: unlike logarithms and cosines, sums give the same bits on every machine.
    /// </remarks>
    public static double Next(ref SplitMix64 random)
    {
        double sum = -6;
        for (int i = 0; i < 12; i++)
        {
            sum += random.NextDouble();
        }

        return sum;
    }
}
