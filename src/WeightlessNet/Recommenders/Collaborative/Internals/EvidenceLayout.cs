using System.Numerics;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>
/// What the prior means of a member's factors follow from: a constant, and any of the number of ratings, the averages of the other side's
/// factors, and the audience columns, in this order.
/// </summary>
/// <param name="Counts">1 with the number of ratings, otherwise 0.</param>
/// <param name="Averages">The number of factors whose averages are used, or 0.</param>
/// <param name="AudienceColumns">The number of audience columns, or 0.</param>
internal readonly record struct EvidenceLayout(int Counts, int Averages, int AudienceColumns)
{
    private const double AveragePseudoCount = 5;

    /// <summary>How many numbers the evidence of a member has.</summary>
    public int Count => AudienceAt + AudienceColumns;

    /// <summary>How many numbers it takes.</summary>
    public int Stride => OuterProducts.Pad(Count);

    /// <summary>Where the audience columns begin.</summary>
    public int AudienceAt => 1 + Counts + Averages;

    /// <summary>Sets all parts of the evidence but the audience columns.</summary>
    /// <param name="evidence">The evidence.</param>
    /// <param name="ratings">How many ratings the member has.</param>
    /// <param name="sums">The sums of the other side's factors over these ratings; empty where there are none.</param>
    /// <param name="otherConstant">Which of the other side's factors is always 1.</param>
    public void Set(Span<double> evidence, int ratings, ReadOnlySpan<double> sums, int otherConstant)
    {
        evidence[0] = 1;
        if (Counts > 0)
        {
            evidence[1] = (Log(ratings) - 4) / 3;
        }

        Span<double> averages = evidence.Slice(1 + Counts, Averages);
        for (int factor = 0; factor < averages.Length; factor++)
        {
            averages[factor] = sums.IsEmpty || factor == otherConstant ? 0 : sums[factor] / (ratings + AveragePseudoCount);
        }
    }

    // 1 with the number of ratings or 0, averages, audience columns, compact each.
    public void WriteTo(SnapshotWriter writer)
    {
        writer.WriteCompact((ulong)Counts);
        writer.WriteCompact((ulong)Averages);
        writer.WriteCompact((ulong)AudienceColumns);
    }

    /// <summary>Reads a layout of at most this number of averages, and of audience columns.</summary>
    public static EvidenceLayout Read(SnapshotReader reader, int limit) =>
        new(reader.ReadCompact(1), reader.ReadCompact(limit), reader.ReadCompact(limit));

    /// <summary>
    /// The binary logarithm of a number of ratings plus 1, linear between the powers of two: exact on every machine, which Math.Log need
    /// not be.
    /// </summary>
    public static double Log(int ratings)
    {
        uint counted = (uint)ratings + 1;
        int octave = BitOperations.Log2(counted);
        return octave + ((double)counted / (1u << octave)) - 1;
    }
}
