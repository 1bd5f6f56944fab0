namespace WeightlessNet.Encoders;

/// <summary>
/// Chooses the places between distinct values at which a thermometer has its thresholds, so that its levels hold about the same weight.
/// </summary>
/// <remarks>
/// <para>
/// A cut always falls between two values, so that values that differ never all get the same level, wherever most of the weight is. Each cut
/// takes the gap that is nearest to its quantile. For the mirrored values, the mirrored gaps are chosen; only a cut at the median that is
/// as near to two gaps has to take one of them, and takes the upper one.
/// </para>
/// <para>
/// A value counts at most as much as all others together. Otherwise a value with most of the weight, such as 0 in a column of amounts,
/// would draw nearly all cuts to itself and leave none for the others. Where there are no more gaps than cuts, every value counts the same:
/// then every gap gets a cut, and the spare cuts are spread evenly.
/// </para>
/// </remarks>
internal static class QuantileCuts
{
    /// <summary>Chooses the cuts.</summary>
    /// <param name="weights">The weights of the distinct values in ascending order of the values; each is above 0.</param>
    /// <param name="cuts">
    /// For each cut, ascending, receives the index of the value below it: 0 to the number of values - 2. All are 0 if there are fewer than
    /// two values.
    /// </param>
    public static void Choose(ReadOnlySpan<double> weights, Span<int> cuts)
    {
        cuts.Clear();
        if (weights.Length < 2)
        {
            return;
        }

        double sum = 0;
        foreach (double weight in weights)
        {
            sum += weight;
        }

        bool countsValues = weights.Length - 1 <= cuts.Length;
        double total = 0;
        foreach (double weight in weights)
        {
            total += Counted(weight, sum, countsValues);
        }

        // Compares multiples of the weights, which are exact if the weights are whole numbers. Of two gaps that are as near, a cut takes
        // the one farther from the median.
        int parts = cuts.Length + 1;
        int gap = 0;
        double below = Counted(weights[0], sum, countsValues);
        for (int cut = 0; cut < cuts.Length; cut++)
        {
            double quantile = total * (cut + 1);
            bool upperWins = 2 * (cut + 1) >= parts;
            for (; gap + 2 < weights.Length; gap++)
            {
                double next = below + Counted(weights[gap + 1], sum, countsValues);
                double away = Math.Abs((below * parts) - quantile);
                double nextAway = Math.Abs((next * parts) - quantile);
                if (nextAway > away || (nextAway == away && !upperWins))
                {
                    break;
                }

                below = next;
            }

            cuts[cut] = gap;
        }
    }

    private static double Counted(double weight, double sum, bool countsValues) => countsValues ? 1 : Math.Min(weight, sum - weight);
}
