namespace WeightlessNet.Datasets.Internals;

/// <summary>Powers that are the same on every machine: only products, quotients and square roots are used.</summary>
internal static class Power
{
    private const int FractionBits = 24;

    /// <summary>The exponential function, to about seven digits.</summary>
    public static double OfE(double exponent) => exponent < 0 ? 1 / Of(Math.E, -exponent) : Of(Math.E, exponent);

    /// <summary>A power, to about seven digits; exact for small whole exponents.</summary>
    /// <param name="value">The base, above 0.</param>
    /// <param name="exponent">The exponent, 0 or more.</param>
    public static double Of(double value, double exponent)
    {
        int whole = (int)exponent;
        double fraction = exponent - whole;
        double power = 1;
        for (int i = 0; i < whole; i++)
        {
            power *= value;
        }

        double root = value;
        for (int bit = 0; bit < FractionBits && fraction > 0; bit++)
        {
            root = Math.Sqrt(root);
            fraction *= 2;
            if (fraction >= 1)
            {
                power *= root;
                fraction--;
            }
        }

        return power;
    }
}
