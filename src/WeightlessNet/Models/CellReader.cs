using WeightlessNet.Bits;
using WeightlessNet.Discriminators;

namespace WeightlessNet.Models;

/// <summary>Implements the readings: computes a score for each class from the rows of cells that a sample addresses.</summary>
internal static class CellReader
{
    private const int Thresholds = WisardOptions.MaximumThreshold + 1;

    /// <summary>Writes each class's score.</summary>
    public static void Score(DiscriminatorBank bank, WisardOptions options, ReadOnlySpan<ushort> rows, Span<int> scores)
    {
        switch (options.Reading)
        {
            case WisardReading.FixedThreshold:
                Vote(bank, options.Balancing, options.Threshold, rows, scores);
                break;
            case WisardReading.Bleaching:
                Vote(bank, options.Balancing, 0, rows, scores);
                if (LeadOf(scores[..bank.Count]) == 0)
                {
                    Bleach(bank, options, rows, scores);
                }

                break;
            case WisardReading.MaximumMargin:
                Bleach(bank, options, rows, scores);
                break;
            default:
                SumLikelihoods(bank, rows, scores);
                break;
        }
    }

    /// <summary>Writes for each class the number of rows in which its cell is above the threshold.</summary>
    public static void Vote(DiscriminatorBank bank, ClassBalancing balancing, int threshold, ReadOnlySpan<ushort> rows, Span<int> votes)
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

        votes.Clear();
        CellKernels.AddVotes(rows, thresholds, votes);
    }

    /// <summary>
    /// Writes into row t of a histogram, for each class, the number of cells that stop voting at threshold t. Cells that vote at every
    /// threshold are counted in the row after the last threshold.
    /// </summary>
    public static void CountSilenced(
        DiscriminatorBank bank, ClassBalancing balancing, ReadOnlySpan<ushort> rows, Span<int> histogram)
    {
        histogram.Clear();
        int stride = bank.Stride;
        long most = MostExamples(bank);
        for (int row = 0; row < rows.Length; row += stride)
        {
            for (int c = 0; c < bank.Count; c++)
            {
                int count = rows[row + c];
                long examples = bank.ExamplesOf(c);
                if (count != 0 && examples != 0)
                {
                    long silenced = balancing == ClassBalancing.None
                        ? count
                        : (long)Int128.Min((((Int128)count * most) + examples - 1) / examples, Thresholds);
                    histogram[((int)Math.Min(silenced, Thresholds) * stride) + c]++;
                }
            }
        }
    }

    /// <summary>The length of a histogram for <see cref="CountSilenced"/>.</summary>
    public static int HistogramLength(int stride) => (Thresholds + 1) * stride;

    /// <summary>The lead of the best class over the second, in votes; 0 for a tie or without votes.</summary>
    public static int LeadOf(ReadOnlySpan<int> scores)
    {
        int best = 0;
        int second = 0;
        foreach (int score in scores)
        {
            if (score > best)
            {
                (best, second) = (score, best);
            }
            else if (score > second)
            {
                second = score;
            }
        }

        return best - second;
    }

    // One pass over the cells builds a histogram; then each threshold costs one subtraction for each class.
    private static void Bleach(DiscriminatorBank bank, WisardOptions options, ReadOnlySpan<ushort> rows, Span<int> votes)
    {
        int stride = bank.Stride;
        Span<int> histogram = AddressScratch.Current.Histogram(HistogramLength(stride));
        CountSilenced(bank, options.Balancing, rows, histogram);
        votes.Clear();
        for (int row = 1; row <= Thresholds; row++)
        {
            AddRow(histogram.Slice(row * stride, stride), votes, 1);
        }

        int threshold = 0;
        int bestThreshold = 0;
        int bestLead = LeadOf(votes[..bank.Count]);
        while (threshold < WisardOptions.MaximumThreshold && (options.Reading == WisardReading.MaximumMargin || bestLead == 0))
        {
            threshold++;
            AddRow(histogram.Slice(threshold * stride, stride), votes, -1);
            int lead = LeadOf(votes[..bank.Count]);
            if (lead > bestLead)
            {
                bestLead = lead;
                bestThreshold = threshold;
            }
        }

        for (; threshold > bestThreshold; threshold--)
        {
            AddRow(histogram.Slice(threshold * stride, stride), votes, 1);
        }
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

    private static void AddRow(ReadOnlySpan<int> row, Span<int> votes, int sign)
    {
        for (int c = 0; c < votes.Length; c++)
        {
            votes[c] += sign * row[c];
        }
    }

    private static long MostExamples(DiscriminatorBank bank)
    {
        long most = 0;
        for (int c = 0; c < bank.Count; c++)
        {
            most = Math.Max(most, bank.ExamplesOf(c));
        }

        return most;
    }
}
