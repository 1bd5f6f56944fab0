namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>The default of <see cref="LookupNetworkOptions.Temperature"/>.</summary>
internal static class VoteTemperature
{
    // The votes reach four standard deviations to each side of the mean. Fewer votes for one are rough steps that overfit.
    private const double TablesPerVoteOfDeviation = 8;

    /// <summary>The votes by which the odds of two classes differ e times.</summary>
    /// <remarks>
    /// Few classes of many tables each learn noise by heart, so they want more; many classes of few tables each learn too little, so they
    /// want less. Few tables want no more than usual, however few the classes. It was measured with 2 to 18 classes: beyond 20, it stays.
    /// </remarks>
    public static double OfClasses(int tablesOfClass, int classes)
    {
        double usual = Math.Sqrt(tablesOfClass / 2.0);
        return Math.Min(usual * Math.Sqrt(10.0 / Math.Min(classes, 20)), Math.Max(usual, tablesOfClass / 20.0));
    }

    /// <summary>The votes by which numbers differ by one standard deviation.</summary>
    public static double OfNumbers(int tables) => tables / TablesPerVoteOfDeviation;
}
