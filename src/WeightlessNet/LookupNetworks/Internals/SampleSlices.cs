using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
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

    // The words of a sample that are read together: a line of a cache.
    private const int Block = WordSquare.Size;

    /// <summary>The number of samples.</summary>
    public static int Size => TLanes.ByteCount * 8;

    /// <summary>Writes the slices of samples.</summary>
    /// <param name="samples">The words of <see cref="Size"/> samples, one sample after the other.</param>
    /// <param name="words">The number of words of a sample.</param>
    /// <param name="slices">Receives a vector for each bit of these words.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Write(ReadOnlySpan<ulong> samples, int words, Span<TLanes> slices)
    {
        for (int word = 0; word < words; word += Block)
        {
            int count = Math.Min(Block, words - word);
            WriteWords(samples, words, word, count, MemoryMarshal.Cast<TLanes, ulong>(slices.Slice(word * WordBits, count * WordBits)));
            for (int i = 0; i < count; i++)
            {
                Transpose(ref slices.Slice((word + i) * WordBits, WordBits)[0]);
            }
        }
    }

    // The bits of each of the words of 64 vectors.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose(ref TLanes rows)
    {
        const int Rows = BitSquare<TLanes>.Rows;
        for (int i = 0; i < WordBits / Rows; i++)
        {
            BitSquare<TLanes>.Exchange(ref Unsafe.Add(ref rows, i), WordBits / Rows, WordBits / 2);
        }

        for (int i = 0; i < WordBits; i += Rows)
        {
            BitSquare<TLanes>.Exchange(ref Unsafe.Add(ref rows, i), 1, Rows / 2);
        }
    }

    // Each row is a vector of a word of the samples row, row + 64, row + 128 and so on.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WriteWords(ReadOnlySpan<ulong> samples, int words, int first, int count, Span<ulong> rows)
    {
        int groups = Size / WordBits;
        int step = WordBits * words;
        for (int row = 0; row < WordBits; row++)
        {
            ReadOnlySpan<ulong> ofRow = samples.Slice((row * words) + first, ((groups - 1) * step) + count);
            Span<ulong> written = rows[(row * groups)..];
            if (count == Block && groups == Block && Avx512F.IsSupported)
            {
                WordSquare.Transpose(ofRow, step, written, WordBits * groups);
                continue;
            }

            for (int group = 0; group < groups; group++)
            {
                for (int word = 0; word < count; word++)
                {
                    written[(word * WordBits * groups) + group] = ofRow[(group * step) + word];
                }
            }
        }
    }
}
