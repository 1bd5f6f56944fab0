using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using WeightlessNet.Bits;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>
/// The bits of 512 samples, by bit and not by sample: bit i of all samples is one vector, in which sample s is bit s % 64 of word s / 64.
/// </summary>
internal static class SampleSlices
{
    /// <summary>The number of samples.</summary>
    public const int Size = 512;

    private const int WordBits = 64;

    /// <summary>Writes the slices of samples.</summary>
    /// <param name="samples">The words of all samples, one after the other; <see cref="Size"/> samples.</param>
    /// <param name="words">The number of words of a sample.</param>
    /// <param name="slices">Receives a vector for each bit of these words.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Write(ReadOnlySpan<ulong> samples, int words, Span<Vector512<ulong>> slices)
    {
        for (int word = 0; word < words; word++)
        {
            Span<Vector512<ulong>> rows = slices.Slice(word * WordBits, WordBits);
            for (int row = 0; row < WordBits; row++)
            {
                int at = (row * words) + word;
                int step = WordBits * words;
                rows[row] = Vector512.Create(
                    samples[at],
                    samples[at + step],
                    samples[at + (2 * step)],
                    samples[at + (3 * step)],
                    samples[at + (4 * step)],
                    samples[at + (5 * step)],
                    samples[at + (6 * step)],
                    samples[at + (7 * step)]);
            }

            Transpose(rows);
        }
    }

    // Of each of the eight words of a vector: Warren, "Hacker's Delight" (2002), section 7-3, swaps ever smaller blocks.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose(Span<Vector512<ulong>> rows)
    {
        ulong mask = 0x00000000FFFFFFFF;
        for (int width = WordBits / 2; width != 0; width >>= 1, mask ^= mask << width)
        {
            var masks = Vector512.Create(mask);
            for (int row = 0; row < WordBits; row = ((row | width) + 1) & ~width)
            {
                Vector512<ulong> swapped = ((rows[row] >>> width) ^ rows[row | width]) & masks;
                rows[row] ^= swapped << width;
                rows[row | width] ^= swapped;
            }
        }
    }
}
