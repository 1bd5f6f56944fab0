using WeightlessNet.Bits;
using WeightlessNet.Discriminators;

namespace WeightlessNet.Models;

/// <summary>Implements the readings: computes a score for each class from the rows of cells that a sample addresses.</summary>
internal static class WisardScores
{
    /// <summary>Writes each class's score.</summary>
    public static void Score(DiscriminatorBank bank, WisardOptions options, ReadOnlySpan<ushort> rows, Span<int> scores)
    {
        switch (options.Reading)
        {
            case WisardReading.FixedThreshold:
                Vote(bank, options.Balancing, options.Threshold, rows, scores);
                break;
            case WisardReading.Bleaching or WisardReading.Automatic or WisardReading.MaximumMargin:
                Bleaching.Vote(bank, options, rows, scores);
                break;
            default:
                SumLikelihoods(bank, rows, scores);
                break;
        }
    }

    /// <summary>Writes for each class the number of rows in which its cell is above the threshold.</summary>
    public static void Vote(DiscriminatorBank bank, ClassBalancing balancing, int threshold, ReadOnlySpan<ushort> rows, Span<int> votes)
    {
        votes.Clear();
        CellKernels.AddVotes(rows, ThresholdsOf(bank, balancing, threshold), votes);
    }

    /// <summary>The threshold of each class's cells, in this thread's scratch memory.</summary>
    public static ReadOnlySpan<ushort> ThresholdsOf(DiscriminatorBank bank, ClassBalancing balancing, int threshold)
    {
        Span<ushort> thresholds = AddressScratch.Current.Thresholds(bank.Stride);
        thresholds.Fill((ushort)threshold);
        if (balancing == ClassBalancing.ByExampleCount)
        {
            long most = MostExamples(bank);
            for (int c = 0; c < bank.Count; c++)
            {
                // A whole count is above t * examples / most if and only if it is above the floor of that.
                thresholds[c] = most == 0 ? (ushort)0 : (ushort)((Int128)threshold * bank.ExamplesOf(c) / most);
            }
        }

        return thresholds;
    }

    private static void SumLikelihoods(DiscriminatorBank bank, ReadOnlySpan<ushort> rows, Span<int> sums)
    {
        sums.Clear();
        CellKernels.AddWeights(rows, sums);
        long most = MostExamples(bank);
        bool areEqual = true;
        for (int c = 0; c < bank.Count; c++)
        {
            areEqual &= bank.ExamplesOf(c) == most || bank.ExamplesOf(c) == 0;
        }

        if (areEqual)
        {
            return;
        }

        // Divides each count by its class's examples, relative to the largest class, as a difference of logarithms.
        Span<int> hits = AddressScratch.Current.Histogram(bank.Stride);
        Vote(bank, ClassBalancing.None, 0, rows, hits);
        for (int c = 0; c < bank.Count; c++)
        {
            if (hits[c] != 0 && bank.ExamplesOf(c) != 0)
            {
                sums[c] += hits[c] * (CellWeight.Log2(most) - CellWeight.Log2(bank.ExamplesOf(c)));
            }
        }
    }

    /// <summary>
    /// Writes the share of each class in the addressed cells, averaged over the nodes. Each cell counts as if one more example, divided
    /// like all examples, had been seen, so nothing is 0 or certain.
    /// </summary>
    public static void Share(DiscriminatorBank bank, ReadOnlySpan<ushort> rows, Span<double> shares)
    {
        // Whole numbers, since rounded sums would depend on the order of the classes.
        long all = 0;
        for (int c = 0; c < bank.Count; c++)
        {
            all += bank.ExamplesOf(c);
        }

        shares.Clear();
        int nodes = rows.Length / bank.Stride;
        for (int row = 0; row < rows.Length; row += bank.Stride)
        {
            long total = 1;
            for (int c = 0; c < bank.Count; c++)
            {
                total += rows[row + c];
            }

            for (int c = 0; c < bank.Count; c++)
            {
                shares[c] += (rows[row + c] + ((double)bank.ExamplesOf(c) / all)) / total;
            }
        }

        // Rounding must not lead above 1.
        foreach (ref double share in shares)
        {
            share = Math.Min(1, share / nodes);
        }
    }

    /// <summary>The largest number of examples of a class.</summary>
    public static long MostExamples(DiscriminatorBank bank)
    {
        long most = 0;
        for (int c = 0; c < bank.Count; c++)
        {
            most = Math.Max(most, bank.ExamplesOf(c));
        }

        return most;
    }
}
