using System.Runtime.CompilerServices;
using WeightlessNet.Discriminators;

namespace WeightlessNet.Models;

/// <summary>
/// Bleaching: a cell votes if its count is above a threshold, which rises from 0 until one class leads (Grieco et al., "Producing pattern
/// examples from mental images", Neurocomputing 2010), or to the threshold with the largest lead.
/// </summary>
internal static class Bleaching
{
    private const int Thresholds = WisardOptions.MaximumThreshold + 1;

    // Then all are counted in one histogram. With 6, 20 and 60, images of Fashion-MNIST take about as long.
    private const int MostOneByOne = 20;

    /// <summary>Writes the votes at the threshold that the options' reading chooses.</summary>
    public static void Vote(DiscriminatorBank bank, WisardOptions options, ReadOnlySpan<ushort> rows, Span<int> votes)
    {
        if (options.Reading == WisardReading.MaximumMargin || !TryVoteOneByOne(bank, options.Balancing, rows, votes))
        {
            VoteByHistogram(bank, options, rows, votes);
        }
    }

    /// <summary>
    /// Writes into row t of a histogram, for each class, the number of cells that stop voting at threshold t. Cells that vote at every
    /// threshold are counted in the row after the last threshold.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CountSilenced(
        DiscriminatorBank bank, ClassBalancing balancing, ReadOnlySpan<ushort> rows, Span<int> histogram)
    {
        histogram.Clear();
        int stride = bank.Stride;
        long most = WisardScores.MostExamples(bank);
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

    // Most samples have a leader at a low threshold.
    private static bool TryVoteOneByOne(DiscriminatorBank bank, ClassBalancing balancing, ReadOnlySpan<ushort> rows, Span<int> votes)
    {
        for (int threshold = 0; threshold < MostOneByOne; threshold++)
        {
            WisardScores.Vote(bank, balancing, threshold, rows, votes);
            if (LeadOf(votes[..bank.Count]) > 0)
            {
                return true;
            }

            if (!votes.ContainsAnyExcept(0))
            {
                // No class votes at any higher threshold either.
                WisardScores.Vote(bank, balancing, 0, rows, votes);
                return true;
            }
        }

        return false;
    }

    // One pass over the cells builds a histogram; then each threshold costs one subtraction for each class.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void VoteByHistogram(DiscriminatorBank bank, WisardOptions options, ReadOnlySpan<ushort> rows, Span<int> votes)
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

    // The lead of the best class over the second, in votes; 0 for a tie or without votes.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int LeadOf(ReadOnlySpan<int> scores)
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddRow(ReadOnlySpan<int> row, Span<int> votes, int sign)
    {
        for (int c = 0; c < votes.Length; c++)
        {
            votes[c] += sign * row[c];
        }
    }
}
