namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>What shares of a correction gain over the prediction of a network: differences of squared errors.</summary>
internal static class CorrectionGains
{
    // A gain is whole from so many usual squared errors on. So an outlier decides no more than a few other examples.
    private const double UsualErrorsOfUnit = 4;

    // An example moves the usual error by a 32nd of the difference, and counts as at most 16 usual ones there.
    private const double PartsOfScale = 32;
    private const double MostUsualErrors = 16;

    /// <summary>Writes the gain of each share, in units of <see cref="MixtureChoice.Unit"/>.</summary>
    /// <param name="error">What is missing from the prediction of the network.</param>
    /// <param name="correction">The correction by what was counted.</param>
    /// <param name="shares">The shares of the correction.</param>
    /// <param name="scale">The usual squared error so far; 0 at first.</param>
    /// <param name="gains">Receives a number for each share.</param>
    /// <returns>The usual squared error with this example.</returns>
    public static double Write(double error, double correction, ReadOnlySpan<double> shares, double scale, Span<int> gains)
    {
        double before = error * error;
        double largest = before;
        foreach (double share in shares)
        {
            largest = Math.Max(largest, SquareOf(error - (share * correction)));
        }

        scale = scale == 0 ? largest : scale + ((Math.Min(largest, MostUsualErrors * scale) - scale) / PartsOfScale);
        for (int i = 0; i < gains.Length; i++)
        {
            double gain = scale == 0 ? 0 : (before - SquareOf(error - (shares[i] * correction))) / (UsualErrorsOfUnit * scale);
            gains[i] = (int)(Math.Clamp(gain, -1, 1) * MixtureChoice.Unit);
        }

        return scale;
    }

    private static double SquareOf(double value) => value * value;
}
