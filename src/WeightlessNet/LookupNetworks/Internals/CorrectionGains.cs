namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>What shares of a correction gain over the prediction of a network: differences of squared errors.</summary>
internal static class CorrectionGains
{
    // A gain is whole from so many usual squared errors on. So an outlier decides no more than a few other examples.
    private const double UsualErrorsOfUnit = 4;

    // An example moves the usual error by a 32nd of the difference, and counts as at most 16 usual ones there.
    private const double PartsOfUsual = 32;
    private const double MostUsualErrors = 16;

    /// <summary>The usual squared error with one more example: a mean in which an outlier counts little.</summary>
    /// <param name="usual">The usual squared error so far; 0 at first.</param>
    /// <param name="error">What is missing from the prediction of the network.</param>
    /// <param name="most">The most that the usual squared error is after the first example.</param>
    public static double UsualWith(double usual, double error, double most)
    {
        double square = error * error;
        return usual == 0
            ? Math.Min(square, most)
            : usual + ((Math.Min(square, MostUsualErrors * usual) - usual) / PartsOfUsual);
    }

    /// <summary>Writes the gain of each share, in units of <see cref="MixtureChoice.Unit"/>.</summary>
    /// <param name="error">What is missing from the prediction of the network.</param>
    /// <param name="correction">The correction by what was counted.</param>
    /// <param name="shares">The shares of the correction.</param>
    /// <param name="usual">The usual squared error with this example.</param>
    /// <param name="gains">Receives a number for each share.</param>
    public static void Write(double error, double correction, ReadOnlySpan<double> shares, double usual, Span<int> gains)
    {
        double before = error * error;
        for (int i = 0; i < gains.Length; i++)
        {
            double left = error - (shares[i] * correction);
            double gain = usual == 0 ? 0 : (before - (left * left)) / (UsualErrorsOfUnit * usual);
            gains[i] = (int)(Math.Clamp(gain, -1, 1) * MixtureChoice.Unit);
        }
    }
}
