using WeightlessNet.Bits;

namespace WeightlessNet.Datasets.Internals;

/// <summary>Draws numbers that are nearly normally distributed, with mean 0 and deviation 1.</summary>
internal static class NormalDeviate
{
    /// <summary>The next number, between -6 and 6.</summary>
    /// <remarks>The sum of twelve uniform numbers less 6: unlike a logarithm or a cosine, sums are the same to the bit on every
    /// machine.</remarks>
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
