using System.Runtime.CompilerServices;
using WeightlessNet.Discriminators;

namespace WeightlessNet.Models;

/// <summary>The parts that models with signed cells share.</summary>
internal static class SignedScores
{
    /// <summary>The start of each node's row, in this thread's scratch memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ReadOnlySpan<int> Offsets(ReadOnlySpan<ulong> addresses, int tupleSize, int stride)
    {
        Span<int> offsets = AddressScratch.Current.Histogram(addresses.Length);
        for (int node = 0; node < offsets.Length; node++)
        {
            offsets[node] = ((node << tupleSize) + (int)addresses[node]) * stride;
        }

        return offsets;
    }

    /// <inheritdoc cref="Offsets(ReadOnlySpan{ulong}, int, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ReadOnlySpan<int> Offsets(ReadOnlySpan<byte> addresses, int tupleSize, int stride)
    {
        Span<int> offsets = AddressScratch.Current.Histogram(addresses.Length);
        for (int node = 0; node < offsets.Length; node++)
        {
            offsets[node] = ((node << tupleSize) + addresses[node]) * stride;
        }

        return offsets;
    }

    /// <summary>Moves the addressed cells of two classes, one up and the other down, as far as cells go.</summary>
    /// <param name="cells">The cells.</param>
    /// <param name="offsets">The start of each node's row.</param>
    /// <param name="up">The class whose cells increase.</param>
    /// <param name="down">The class whose cells decrease.</param>
    /// <param name="step">How much they move.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Move(Span<short> cells, ReadOnlySpan<int> offsets, int up, int down, int step)
    {
        foreach (int offset in offsets)
        {
            ref short more = ref cells[offset + up];
            ref short less = ref cells[offset + down];
            more = (short)Math.Min(short.MaxValue, more + step);
            less = (short)Math.Max(short.MinValue, less - step);
        }
    }

    /// <summary>The best class; unknown if all scores are equal.</summary>
    public static Classification<TLabel> Judge<TLabel>(ReadOnlySpan<int> scores, LabelSet<TLabel> labels)
        where TLabel : notnull
    {
        int best = 0;
        int second = 1;
        int worst = scores[0];
        for (int c = 1; c < scores.Length; c++)
        {
            worst = Math.Min(worst, scores[c]);
            if (scores[c] > scores[best] || (scores[c] == scores[best] && labels.Compare(c, best) < 0))
            {
                (best, second) = (c, best);
            }
            else if (c == 1 || scores[c] > scores[second])
            {
                second = c;
            }
        }

        int spread = scores[best] - worst;
        return spread == 0
            ? default
            : new Classification<TLabel>(true, labels[best], (double)(scores[best] - scores[second]) / spread);
    }
}
