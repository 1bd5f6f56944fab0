using System.Runtime.CompilerServices;
using WeightlessNet.Bits;
using WeightlessNet.Discriminators;

namespace WeightlessNet.Models;

/// <summary>
/// Bleaching: a cell votes if its count is above a threshold, which rises from 0 until one class leads (Grieco et al., "Producing pattern
/// examples from mental images", Neurocomputing 2010), or to the threshold with the largest lead. Cells are read up to 65,535.
/// </summary>
internal static class Bleaching
{
    // Of a histogram, those of a fixed threshold.
    private const int Thresholds = WisardOptions.MaximumThreshold + 1;

    // No cell is above it.
    private const int LastThreshold = ushort.MaxValue;

    // Thresholds that are tried one after the other: most samples have a leader at a low one.
    private const int OneByOne = 2;

    // Then all are counted in one histogram: classes that learned the same examples lose their votes at the same thresholds.
    private const int MostTried = 12;

    /// <summary>Writes the votes at the threshold that the options' reading chooses.</summary>
    public static void Vote(DiscriminatorBank bank, WisardOptions options, ReadOnlySpan<ushort> rows, Span<int> votes)
    {
        if (options.Reading == WisardReading.MaximumMargin || !TryVoteByChanges(bank, options.Balancing, rows, votes))
        {
            VoteByCounting(bank, options, rows, votes);
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
                    histogram[(Math.Min(SilencedAt(count, balancing, most, examples), Thresholds) * stride) + c]++;
                }
            }
        }
    }

    /// <summary>The length of a histogram for <see cref="CountSilenced"/>.</summary>
    public static int HistogramLength(int stride) => (Thresholds + 1) * stride;

    // Votes only fall as the threshold rises. So classes with equally many votes stay the best ones until one of them loses a vote: the
    // thresholds before that need not be tried.
    private static bool TryVoteByChanges(DiscriminatorBank bank, ClassBalancing balancing, ReadOnlySpan<ushort> rows, Span<int> votes)
    {
        int threshold = 0;
        for (int tried = 0; tried < MostTried; tried++)
        {
            ReadOnlySpan<ushort> thresholds = WisardScores.ThresholdsOf(bank, balancing, threshold);
            votes.Clear();
            CellKernels.AddVotes(rows, thresholds, votes);
            if (LeadOf(votes[..bank.Count]) > 0)
            {
                return true;
            }

            threshold = tried < OneByOne ? threshold + 1 : NextChange(bank, balancing, thresholds, rows, votes);
            if (threshold > LastThreshold)
            {
                // No class ever leads.
                WisardScores.Vote(bank, balancing, 0, rows, votes);
                return true;
            }
        }

        return false;
    }

    // The least threshold at which one of the best classes loses a vote; above all thresholds if none does.
    private static int NextChange(
        DiscriminatorBank bank,
        ClassBalancing balancing,
        ReadOnlySpan<ushort> thresholds,
        ReadOnlySpan<ushort> rows,
        ReadOnlySpan<int> votes)
    {
        Span<ushort> least = AddressScratch.Current.Least(bank.Stride);
        CellKernels.FindLeastAbove(rows, thresholds, least);
        long mostExamples = WisardScores.MostExamples(bank);

        // A class without votes has nothing to lose, and perhaps no example to divide by.
        int mostVotes = 1;
        int next = LastThreshold + 1;
        for (int c = 0; c < bank.Count; c++)
        {
            if (votes[c] > mostVotes)
            {
                (mostVotes, next) = (votes[c], LastThreshold + 1);
            }

            if (votes[c] == mostVotes)
            {
                next = Math.Min(next, SilencedAt(least[c], balancing, mostExamples, bank.ExamplesOf(c)));
            }
        }

        return next;
    }

    // The threshold at which a cell stops voting, or the one after the last.
    private static int SilencedAt(int count, ClassBalancing balancing, long mostExamples, long examples) => balancing == ClassBalancing.None
        ? count
        : (int)Int128.Min((((Int128)count * mostExamples) + examples - 1) / examples, LastThreshold + 1);

    private static void VoteByCounting(DiscriminatorBank bank, WisardOptions options, ReadOnlySpan<ushort> rows, Span<int> votes)
    {
        (int threshold, int lead) = LeadByHistogram(bank, options, rows, votes);
        if (GoesOn(options, lead) && votes.ContainsAnyExcept(0))
        {
            threshold = LeadBySorting(bank, options, rows, votes, (threshold, lead));
        }

        WisardScores.Vote(bank, options.Balancing, threshold, rows, votes);
    }

    // Bleaching ends with the first lead.
    private static bool GoesOn(WisardOptions options, int lead) => options.Reading == WisardReading.MaximumMargin || lead == 0;

    // The first threshold with a lead, or with the largest one, up to the last threshold of a histogram, whose votes are left. One pass
    // over the cells builds the histogram; then each threshold costs one subtraction for each class.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (int Threshold, int Lead) LeadByHistogram(
        DiscriminatorBank bank, WisardOptions options, ReadOnlySpan<ushort> rows, Span<int> votes)
    {
        int stride = bank.Stride;
        Span<int> histogram = AddressScratch.Current.Histogram(HistogramLength(stride));
        CountSilenced(bank, options.Balancing, rows, histogram);
        votes.Clear();
        for (int row = 1; row <= Thresholds; row++)
        {
            AddRow(histogram.Slice(row * stride, stride), votes, 1);
        }

        (int Threshold, int Lead) best = (0, LeadOf(votes[..bank.Count]));
        for (int threshold = 1; threshold < Thresholds && GoesOn(options, best.Lead); threshold++)
        {
            AddRow(histogram.Slice(threshold * stride, stride), votes, -1);
            int lead = LeadOf(votes[..bank.Count]);
            best = lead > best.Lead ? (threshold, lead) : best;
        }

        return best;
    }

    // The same for all higher thresholds, which models need that have learned much. Only those matter at which a cell stops voting.
    private static int LeadBySorting(
        DiscriminatorBank bank, WisardOptions options, ReadOnlySpan<ushort> rows, Span<int> votes, (int Threshold, int Lead) best)
    {
        long mostExamples = WisardScores.MostExamples(bank);
        Span<long> changes = AddressScratch.Current.Changes(rows.Length);
        int count = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            int c = i % bank.Stride;
            int threshold = rows[i] == 0 ? 0 : SilencedAt(rows[i], options.Balancing, mostExamples, bank.ExamplesOf(c));
            if (threshold >= Thresholds)
            {
                changes[count++] = ((long)threshold << 32) | (uint)c;
            }
        }

        changes = changes[..count];
        changes.Sort();
        for (int i = 0; i < changes.Length && GoesOn(options, best.Lead);)
        {
            int threshold = (int)(changes[i] >> 32);
            for (; i < changes.Length && changes[i] >> 32 == threshold; i++)
            {
                votes[(int)changes[i]]--;
            }

            int lead = LeadOf(votes[..bank.Count]);
            best = lead > best.Lead && threshold <= LastThreshold ? (threshold, lead) : best;
        }

        return best.Threshold;
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
