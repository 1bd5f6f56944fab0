using System.Numerics;
using WeightlessNet.Storage;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>
/// How much the votes of a network count beside what was counted since. Several shares answer each example before it is learned, and the
/// one that was right most often of late is used; at first the network alone.
/// </summary>
/// <remarks>
/// After prequential evaluation: Dawid, "Statistical Theory: The Prequential Approach" (1984). All sums are whole numbers, and ties go to
/// the greater share, so that the same examples in the same order give the same choice on every machine.
/// </remarks>
internal sealed class ShareChoice
{
    private const int HitUnit = 1 << 16;
    private const double HalfAsProbable = -0.693147180559945;

    // Sums lose a 64th for each 16 examples, so that about a thousand of the last ones matter.
    private const int ExamplesOfStep = 16;
    private const int StepShift = 6;

    // So much is left after a step if each of ever so many answers is right.
    private const int MostAfterStep = HitUnit * ExamplesOfStep * ((1 << StepShift) - 1);

    // With 1 the network alone decides between its classes. A class that it does not know may win by what was counted, or, with the last
    // share, not yet: it is at most half as probable as the best.
    private static readonly double[] Shares = [0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 1, 1];

    private readonly int[] _hits = new int[Shares.Length];
    private int _examples;

    /// <summary>The share in use, 0 to 1.</summary>
    public double Value => Shares[Best()];

    /// <summary>The logits of classes, by the share in use.</summary>
    /// <param name="voted">
    /// The logit of each class by the votes of the network, of which the greatest is 0; NaN of a class that it does not know.
    /// </param>
    /// <param name="counted">The logarithm of the probability of each class by what was counted.</param>
    /// <param name="logits">Receives a number for each class.</param>
    public void Combine(ReadOnlySpan<double> voted, ReadOnlySpan<double> counted, Span<double> logits) =>
        Combine(Best(), voted, counted, logits);

    /// <summary>Which shares answer right, as bits.</summary>
    /// <inheritdoc cref="Combine(ReadOnlySpan{double}, ReadOnlySpan{double}, Span{double})"/>
    /// <param name="voted">The logits of the network.</param>
    /// <param name="counted">The logarithms of what was counted.</param>
    /// <param name="right">The right class.</param>
    /// <param name="logits">Memory for a number for each class.</param>
    public static uint Judge(ReadOnlySpan<double> voted, ReadOnlySpan<double> counted, int right, Span<double> logits)
    {
        uint hits = 0;
        for (int i = 0; i < Shares.Length; i++)
        {
            Combine(i, voted, counted, logits);
            hits |= BestOf(logits) == right ? 1u << i : 0;
        }

        return hits;
    }

    /// <summary>The greatest of some numbers, of equal ones the first.</summary>
    public static int BestOf(ReadOnlySpan<double> logits)
    {
        int best = 0;
        for (int i = 1; i < logits.Length; i++)
        {
            best = logits[i] > logits[best] ? i : best;
        }

        return best;
    }

    /// <summary>Notes that an example was learned.</summary>
    /// <param name="hits">What <see cref="Judge"/> has said of it.</param>
    public void Note(uint hits)
    {
        for (; hits != 0; hits &= hits - 1)
        {
            _hits[BitOperations.TrailingZeroCount(hits)] += HitUnit;
        }

        _examples = (_examples + 1) % ExamplesOfStep;
        if (_examples == 0)
        {
            foreach (ref int sum in _hits.AsSpan())
            {
                sum -= sum >> StepShift;
            }
        }
    }

    /// <summary>Whether nothing was noted, or all is cleared.</summary>
    public bool IsClear => _examples == 0 && !_hits.AsSpan().ContainsAnyExcept(0);

    /// <summary>Starts again.</summary>
    public void Clear()
    {
        Array.Clear(_hits);
        _examples = 0;
    }

    // Layout: the examples since sums were last lowered, u8; the sum of each share, compact.
    public void WriteTo(SnapshotWriter writer)
    {
        writer.Write((byte)_examples);
        foreach (int sum in _hits)
        {
            writer.WriteCompact((ulong)sum);
        }
    }

    public static ShareChoice Read(SnapshotReader reader)
    {
        ShareChoice share = new() { _examples = reader.Read<byte>() };
        if (share._examples >= ExamplesOfStep)
        {
            throw reader.Invalid($"sums are lowered after {ExamplesOfStep} examples, not {share._examples}");
        }

        foreach (ref int sum in share._hits.AsSpan())
        {
            sum = reader.ReadCompact(MostAfterStep + (HitUnit * share._examples));
        }

        return share;
    }

    private static void Combine(int choice, ReadOnlySpan<double> voted, ReadOnlySpan<double> counted, Span<double> logits)
    {
        double share = Shares[choice];
        double ofBest = counted[FirstOfBest(voted)];
        for (int i = 0; i < logits.Length; i++)
        {
            bool isVoted = !double.IsNaN(voted[i]);
            double lead = counted[i] - ofBest;
            logits[i] = share < 1 ? (share * (isVoted ? voted[i] : 0)) + ((1 - share) * counted[i])
                : isVoted ? voted[i]
                : choice < Shares.Length - 1 ? lead
                : Math.Min(lead, HalfAsProbable);
        }
    }

    private static int FirstOfBest(ReadOnlySpan<double> voted) => voted.IndexOf(0.0);

    private int Best()
    {
        int best = Shares.Length - 1;
        for (int i = best - 1; i >= 0; i--)
        {
            best = _hits[i] > _hits[best] ? i : best;
        }

        return best;
    }
}
