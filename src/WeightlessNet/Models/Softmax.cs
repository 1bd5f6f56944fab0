namespace WeightlessNet.Models;

/// <summary>Turns logits into probabilities with the same bits on every machine: only multiplications, additions and divisions.</summary>
internal static class Softmax
{
    private const double Log2OfE = 1.44269504088896340736;
    private const double Ln2 = 0.69314718055994530942;
    private const double Smallest = -690;

    /// <summary>Replaces logits by probabilities that sum to 1; a logit of negative infinity becomes 0. One logit must be finite.</summary>
    public static void Apply(Span<double> logits)
    {
        double greatest = double.NegativeInfinity;
        foreach (double logit in logits)
        {
            greatest = logit > greatest ? logit : greatest;
        }

        double sum = 0;
        foreach (ref double logit in logits)
        {
            logit = Exp(logit - greatest);
            sum += logit;
        }

        double scale = 1 / sum;
        foreach (ref double probability in logits)
        {
            probability *= scale;
        }
    }

    /// <summary>e to the power of a number of at most 0, with a relative error below 1e-9; 0 below -690.</summary>
    public static double Exp(double x)
    {
        if (!(x > Smallest))
        {
            return 0;
        }

        // Faster than PortableMath.Exp, which divides in every step of its series.
        double exponent = Math.Floor((x * Log2OfE) + 0.5);
        double rest = x - (exponent * Ln2);
        double sum = 1.0 / 40320;
        sum = (sum * rest) + (1.0 / 5040);
        sum = (sum * rest) + (1.0 / 720);
        sum = (sum * rest) + (1.0 / 120);
        sum = (sum * rest) + (1.0 / 24);
        sum = (sum * rest) + (1.0 / 6);
        sum = (sum * rest) + 0.5;
        sum = (sum * rest) + 1;
        sum = (sum * rest) + 1;
        return sum * BitConverter.Int64BitsToDouble((long)(1023 + exponent) << 52);
    }
}
