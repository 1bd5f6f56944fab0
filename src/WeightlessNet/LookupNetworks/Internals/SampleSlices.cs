using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WeightlessNet.Bits;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>
/// The bits of many samples, by bit and not by sample: bit i of all samples is one vector, a slice, in which sample s is bit s % 64 of word
/// s / 64.
/// </summary>
/// <typeparam name="TLanes">The vector.</typeparam>
internal static class SampleSlices<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    private const int WordBits = 64;

    /// <summary>The number of samples.</summary>
    public static int Size => TLanes.ByteCount * 8;

    /// <summary>Writes the slices of samples.</summary>
    /// <param name="samples">The words of <see cref="Size"/> samples, one sample after the other.</param>
    /// <param name="words">The number of words of a sample.</param>
    /// <param name="slices">Receives a vector for each bit of these words.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Write(ReadOnlySpan<ulong> samples, int words, Span<TLanes> slices)
    {
        int groups = Size / WordBits;
        for (int word = 0; word < words; word++)
        {
            Span<TLanes> rows = slices.Slice(word * WordBits, WordBits);
            Span<ulong> wordsOfRows = MemoryMarshal.Cast<TLanes, ulong>(rows);
            for (int group = 0; group < groups; group++)
            {
                int at = (group * WordBits * words) + word;
                for (int row = 0; row < WordBits; row++)
                {
                    wordsOfRows[(row * groups) + group] = samples[at];
                    at += words;
                }
            }

            Transpose(ref MemoryMarshal.GetReference(rows));
        }
    }

    // Of each of the words of a vector: Warren, "Hacker's Delight" (2002), section 7-3, swaps ever smaller blocks.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose(ref TLanes rows)
    {
        Span<ulong> oneMask = stackalloc ulong[WordBits / 8];
        ulong mask = 0x00000000FFFFFFFF;
        for (int width = WordBits / 2; width != 0; width >>= 1, mask ^= mask << width)
        {
            oneMask.Fill(mask);
            TLanes masks = TLanes.Load(in MemoryMarshal.AsBytes(oneMask)[0]);
            for (int row = 0; row < WordBits; row = ((row | width) + 1) & ~width)
            {
                ref TLanes first = ref Unsafe.Add(ref rows, row);
                ref TLanes second = ref Unsafe.Add(ref rows, row | width);
                TLanes swapped = TLanes.And(TLanes.Xor(TLanes.ShiftWordsRight(first, width), second), masks);
                first = TLanes.Xor(first, TLanes.ShiftWordsLeft(swapped, width));
                second = TLanes.Xor(second, swapped);
            }
        }
    }
}
