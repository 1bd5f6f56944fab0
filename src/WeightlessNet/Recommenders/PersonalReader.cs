using System.Runtime.CompilerServices;
using WeightlessNet.Nodes;

namespace WeightlessNet.Recommenders;

/// <summary>
/// Reads personal cells in integer arithmetic: a cell answers (sum - count * centre) / (count + shrinkage), and a network's answer is
/// the gain times the mean of its nodes.
/// </summary>
/// <remarks>
/// A node's answer is linear in the ratings that were written to its cell, and the network's in its nodes: that is why a score can be
/// taken apart by field and by rating. Immutable and thread-safe.
/// </remarks>
internal sealed class PersonalReader
{
    /// <summary>Binary digits below the unit in a centre.</summary>
    public const int CentreBits = 8;

    /// <summary>Binary digits below the unit in an answer.</summary>
    public const int AnswerBits = 6;

    private const int ReciprocalBits = 20;
    private const int ReciprocalTableSize = 1024;
    private const int ShrinkageUnit = 16;
    private const int GainUnit = 64;

    private readonly long _shrinkage;
    private readonly long _gain;
    private readonly long _divisor;
    private readonly int[] _reciprocals = new int[ReciprocalTableSize];

    public PersonalReader(WeightlessOptions options)
    {
        // With weights by age, a cell's shrinkage stays that of so many ratings of the greatest weight.
        int greatestWeight = 1 + options.Recency.Sum(tier => tier.ExtraWeight);
        _shrinkage = (long)Math.Round(options.CellShrinkage * ShrinkageUnit * greatestWeight);
        _gain = (long)Math.Round(options.Gain * GainUnit);
        _divisor = ((long)GainUnit * options.Nodes) << (CentreBits + ReciprocalBits - AnswerBits);
        for (int count = 0; count < ReciprocalTableSize; count++)
        {
            _reciprocals[count] = (int)ReciprocalOf(count);
        }
    }

    /// <summary>1 / (count + shrinkage), with 20 binary digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Reciprocal(int count) => (uint)count < ReciprocalTableSize ? _reciprocals[count] : ReciprocalOf(count);

    /// <summary>What a cell answers, to be summed over the nodes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long AnswerOf(SumCell cell, long centre) => (((long)cell.Sum << CentreBits) - (cell.Count * centre)) * Reciprocal(cell.Count);

    /// <summary>The sum of what the addressed cells answer.</summary>
    public long SumOf(SumNodes nodes, ReadOnlySpan<byte> addresses, long centre)
    {
        long sum = 0;
        int node = 0;
        ReadOnlySpan<SumCell> cells = nodes.Cells;
        foreach (byte address in addresses)
        {
            sum += AnswerOf(cells[node + address], centre);
            node += 1 << nodes.InputsPerNode;
        }

        return sum;
    }

    /// <summary>A sum of cells' answers as the network's answer, in units with 6 binary digits, rounded down.</summary>
    /// <param name="sum">The sum, times <paramref name="parts"/>.</param>
    /// <param name="parts">Into how many parts each answer was divided.</param>
    public long Scale(long sum, int parts = 1)
    {
        // The gain multiplies whole and remainder apart: the sum of a large network times the gain needs more than 64 bits.
        long divisor = _divisor * parts;
        long whole = sum / divisor;
        long product = (sum - (whole * divisor)) * _gain;
        long quotient = product / divisor;
        return (whole * _gain) + (quotient * divisor > product ? quotient - 1 : quotient);
    }

    private long ReciprocalOf(int count)
    {
        long divisor = ((long)count * ShrinkageUnit) + _shrinkage;
        return (((long)ShrinkageUnit << ReciprocalBits) + (divisor / 2)) / divisor;
    }
}
