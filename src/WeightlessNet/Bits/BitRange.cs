using System.Numerics;
using System.Runtime.CompilerServices;

namespace WeightlessNet.Bits;

/// <summary>Adjacent bits of packed words, which may begin and end within a word.</summary>
internal static class BitRange
{
    private const int WordBits = 64;

    /// <summary>The number of bits that are 1.</summary>
    /// <param name="words">The words.</param>
    /// <param name="first">The first bit of the range.</param>
    /// <param name="count">The number of bits of the range, above 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int CountOnes(ReadOnlySpan<ulong> words, int first, int count)
    {
        int last = first + count - 1;
        ulong fromFirst = ulong.MaxValue << (first % WordBits);
        ulong toLast = ulong.MaxValue >> (WordBits - 1 - (last % WordBits));
        (int word, int lastWord) = (first / WordBits, last / WordBits);
        if (word == lastWord)
        {
            return BitOperations.PopCount(words[word] & fromFirst & toLast);
        }

        int sum = BitOperations.PopCount(words[word] & fromFirst) + BitOperations.PopCount(words[lastWord] & toLast);
        for (word++; word < lastWord; word++)
        {
            sum += BitOperations.PopCount(words[word]);
        }

        return sum;
    }
}
