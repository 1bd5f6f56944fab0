namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>What shares of a correction gain over the prediction of a network: differences of squared errors.</summary>
internal static class CorrectionGains
{
    // A gain is whole from so many usual squared errors on. So an outlier decides no more than a few other examples.
    private const double UsualErrorsOfUnit = 8;

    // An error above the usual one raises it by a quarter, another one lowers it by a fifth: whatever an outlier is, it is a step.
    private const double Raised = 1.25;
    private const double Lowered = 0.8;

    /// <summary>The usual squared error, which half of the errors are above, with one more example.</summary>
    /// <param name="usual">The usual squared error so far; 0 at first.</param>
    /// <param name="error">What is missing from the prediction of the network.</param>
    public static double UsualWith(double usual, double error)
    {
        double square = error * error;
        return usual == 0 ? square : usual * (square > usual ? Raised : Lowered);
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
