using WeightlessNet.Bits;
using WeightlessNet.Discriminators;

namespace WeightlessNet.Models;

/// <summary>
/// Reads cells as if only some of their examples had been learned: a score is the mean over all choices of one example in
/// <see cref="Ratio"/>. Immutable.
/// </summary>
/// <remarks>
/// Counts grow with the examples, so a threshold, and a map from scores to probabilities, fit only the number of examples that they were
/// chosen with. Nodes with more addresses than examples are an exception: there, further examples mostly reach further addresses, and counts
/// are read as they are. Of a count of c, k examples are among the chosen ones with a binomial probability; a score is the mean over k. With more
/// examples the mean has less chance in it.
/// </remarks>
internal sealed class CountThinning
{
    /// <summary>Units of a vote.</summary>
    public const int Scale = 256;

    /// <summary>Steps of the ratio in which it doubles.</summary>
    private const int StepsOfTwice = 4;

    // From these on, chance hardly matters: counts are divided.
    private const int MostChosen = 48;
    private const int MostChancyThreshold = 24;

    // Larger ratios divide counts first.
    private const int MostChance = 64;

    private readonly int[] _hits;
    private readonly int[] _weights;
    private readonly int[] _votes;
    private readonly int _threshold;
    private readonly double _divisor;

    /// <summary>Creates the tables of a step.</summary>
    /// <param name="step">How far the examples have outgrown the calibration, from <see cref="StepOf"/>; above 0.</param>
    /// <param name="threshold">The threshold of votes.</param>
    public CountThinning(int step, int threshold)
    {
        Ratio = PortableMath.Exp(step * PortableMath.Log(2) / StepsOfTwice);
        double inverse = Math.Min(Ratio, MostChance);
        _divisor = Ratio / inverse;
        _threshold = threshold;
        int length = (int)(MostChosen * inverse) + 1;
        _hits = new int[length];
        _weights = new int[length];
        _votes = new int[length];
        double chance = 1 / inverse;
        double[] chosen = new double[2 * MostChosen];
        chosen[0] = 1;
        for (int count = 0; count < length; count++)
        {
            double weight = 0;
            double above = 0;
            for (int k = 0; k < chosen.Length; k++)
            {
                weight += chosen[k] * CellWeight.Of((ushort)k);
                above += k > threshold ? chosen[k] : 0;
            }

            _hits[count] = (int)Math.Round((1 - chosen[0]) * Scale);
            _weights[count] = (int)Math.Round(weight);
            _votes[count] = (int)Math.Round(above * Scale);
            for (int k = chosen.Length - 1; k > 0; k--)
            {
                chosen[k] = (chosen[k] * (1 - chance)) + (chosen[k - 1] * chance);
            }

            chosen[0] *= 1 - chance;
        }
    }

    /// <summary>How many examples there are for each one that is chosen, above 1.</summary>
    public double Ratio { get; }

    /// <summary>How far examples have outgrown a calibration; 0 if by less than a fifth.</summary>
    /// <param name="now">The number of examples.</param>
    /// <param name="then">The number of examples of the calibration.</param>
    /// <param name="tupleSize">The number of bits of a node's address.</param>
    public static int StepOf(long now, long then, int tupleSize)
    {
        int addresses = tupleSize * CellWeight.Scale;
        return now <= then || then == 0
            ? 0
            : Math.Max(0, CellWeight.Log2(now) - Math.Max(addresses, CellWeight.Log2(then))) * StepsOfTwice / CellWeight.Scale;
    }

    /// <summary>Writes each class's votes, in units of 1 / <see cref="Scale"/>.</summary>
    public void Vote(DiscriminatorBank bank, ReadOnlySpan<ushort> rows, Span<int> votes)
    {
        votes.Clear();
        bool isChancy = _threshold < MostChancyThreshold;
        double least = (_threshold + 0.5) * Ratio;
        for (int row = 0; row < rows.Length; row += bank.Stride)
        {
            for (int c = 0; c < bank.Count; c++)
            {
                int count = rows[row + c];
                int index = IndexOf(count);
                votes[c] += isChancy && index < _votes.Length ? _votes[index] : count > least ? Scale : 0;
            }
        }
    }

    /// <summary>Writes each class's log-likelihood.</summary>
    public void SumLikelihoods(DiscriminatorBank bank, ReadOnlySpan<ushort> rows, Span<int> sums)
    {
        int most = CellWeight.Log2(Math.Max(1, WisardScores.MostExamples(bank)));
        sums.Clear();
        for (int c = 0; c < bank.Count; c++)
        {
            int size = most - CellWeight.Log2(Math.Max(1, bank.ExamplesOf(c)));
            for (int cell = c; cell < rows.Length; cell += bank.Stride)
            {
                int index = IndexOf(rows[cell]);
                sums[c] += index < _weights.Length
                    ? _weights[index] + (_hits[index] * size / Scale)
                    : CellWeight.Of((ushort)(rows[cell] / Ratio)) + size;
            }
        }
    }

    private int IndexOf(int count) => _divisor == 1 ? count : (int)((count / _divisor) + 0.5);
}
