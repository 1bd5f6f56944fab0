using WeightlessNet.Bits;

namespace WeightlessNet.Datasets.Internals;

/// <summary>
/// Positions of films and users in hidden dimensions, which no feature shows: a user likes films in the same direction, as others there do.
/// </summary>
internal static class HiddenTaste
{
    private const int Dimensions = 4;

    /// <summary>Draws a position.</summary>
    public static double[] Draw(ref SplitMix64 random)
    {
        var position = new double[Dimensions];
        for (int i = 0; i < position.Length; i++)
        {
            position[i] = NormalDeviate.Next(ref random);
        }

        return position;
    }

    /// <summary>How well two positions agree; its standard deviation over all pairs of positions is 1.</summary>
    public static double Agreement(double[] one, double[] other)
    {
        double sum = 0;
        for (int i = 0; i < one.Length; i++)
        {
            sum += one[i] * other[i];
        }

        return sum / Math.Sqrt(one.Length);
    }
}
