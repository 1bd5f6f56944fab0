using System.Numerics;
using WeightlessNet.Encoders;

namespace WeightlessNet.Serving.Internals;

/// <summary>How much of a field two items share: the bits that both have, as a share of the bits that one of them has.</summary>
/// <param name="field">The field.</param>
internal readonly struct FieldOverlap(FeatureField field)
{
    public string Name { get; } = field.Name;

    /// <summary>The share of common bits, 0 to 1; 0 if neither item has a bit of the field.</summary>
    public double Of(ReadOnlySpan<ulong> one, ReadOnlySpan<ulong> other)
    {
        _ = TryCompare(one, other, out double share);
        return share;
    }

    /// <summary>Whether one of the items has a bit of the field, and the share of common bits, 0 to 1.</summary>
    public bool TryCompare(ReadOnlySpan<ulong> one, ReadOnlySpan<ulong> other, out double share)
    {
        int end = field.Offset + field.BitCount;
        int common = 0;
        int any = 0;
        for (int word = field.Offset / 64; word * 64 < end; word++)
        {
            ulong mask = MaskOf(word, field.Offset, end);
            common += BitOperations.PopCount(one[word] & other[word] & mask);
            any += BitOperations.PopCount((one[word] | other[word]) & mask);
        }

        share = any == 0 ? 0 : common / (double)any;
        return any > 0;
    }

    // The bits from start to end - 1 that are in a word.
    private static ulong MaskOf(int word, int start, int end)
    {
        int first = Math.Max(start - (word * 64), 0);
        int last = Math.Min(end - (word * 64), 64);
        return (ulong.MaxValue << first) & (ulong.MaxValue >> (64 - last));
    }
}
